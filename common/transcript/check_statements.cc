// What sites signed over the view of the session: their masked inputs, and that they are alive.

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "common/secagg/session_graph.h"
#include "common/transcript/check_steps.h"

namespace hansa::transcript {
namespace {

// Both kinds of statement have P, R and the hash of U1.
template <typename Statement>
Result<Statement> Open(const Check& check, const Place& place, const v1::Signed& statement,
                       std::string_view context) {
  const auto fault = [&](std::string why) { return check.reader.Fault(place, std::move(why)); };
  Statement opened;
  const auto result = identity::OpenSigned(statement, check.identity_keys[*place.index], context,
                                           "the statement", opened);
  if (!result.ok()) return fault(result.error().Text());
  if (opened.params_hash() != AsView(check.out.id.params))
    return fault("it is of another session: P differs");
  if (opened.roster_root() != AsView(check.out.id.roster))
    return fault("it is over another roster: R differs");
  if (opened.sharers_hash() != AsView(crypto::Sha256(check.out.sharers.bytes())))
    return fault("it is over another U1");
  return opened;
}

Result<> CheckMasked(Check& check) {
  for (const uint32_t index : check.out.survivors.Members()) {
    const Place place = check.At(RecordKind::kMasked, index);
    const auto record = HANSA_TRY(check.reader.Next(place));
    const v1::Signed& commitment = record.masked().commitment();
    const auto opened =
        HANSA_TRY(Open<v1::MaskedCommitment>(check, place, commitment, crypto::context::kMasked));
    const auto digest = DigestIn(opened.masked_sha256());
    if (!digest) return check.reader.Fault(place, "the digest of its masked input is none");
    check.out.masked_sha256.emplace(index, *digest);
    check.out.masked_commitments.emplace(index, commitment);
  }
  return Success();
}

// A site revealed shares only when it was shown so many statements.
Result<> CheckEnough(const Check& check) {
  if (!check.asks_alive()) return Success();
  const secagg::NeighbourGraph& graph = check.frame.graph;
  const bool ring = !graph.complete() && check.out.setup.profile == secagg::Profile::kMalicious;
  size_t counted = check.out.statements.size(), needed = check.out.graph.threshold + size_t{1};
  if (ring) {
    const secagg::RingQuorum quorum = secagg::RingQuorumOf(check.out.setup, graph.sites());
    counted = 0;
    for (const auto& statement : check.out.statements)
      counted += graph.PositionOf(statement.first) < quorum.positions ? 1 : 0;
    needed = quorum.signers;
  }
  if (counted >= needed) return Success();
  return VerificationFailed("too few sites said that they are alive",
                            StrCat(counted, " statements that count, ", needed,
                                   " are needed before a site reveals anything"));
}

Result<> CheckAlive(Check& check) {
  for (const uint32_t index : check.opening.alive()) {
    const Place place = check.At(RecordKind::kAlive, index);
    const auto record = HANSA_TRY(check.reader.Next(place));
    const v1::Signed& statement = record.alive().statement();
    const auto opened =
        HANSA_TRY(Open<v1::AliveStatement>(check, place, statement, crypto::context::kAlive));
    if (opened.survivors_hash() != AsView(crypto::Sha256(check.out.survivors.bytes())))
      return check.reader.Fault(place, "it is over another U2");
    check.out.statements.emplace(index, statement);
  }
  return CheckEnough(check);
}

}  // namespace

Result<> CheckStatements(Check& check) {
  HANSA_TRY(CheckMasked(check));
  return CheckAlive(check);
}

}  // namespace hansa::transcript
