#include "client/core/secagg/view_proof.h"

#include <set>

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "common/secagg/session_graph.h"

namespace hansa::client {
namespace {

Error No(std::string why) { return Refused("unmask request refused", std::move(why)); }

// What this site signed itself.
struct View {
  const HolderState& state;
  crypto::Digest sharers{}, survivors{};

  template <typename Statement>
  bool IsOfSession(const Statement& statement) const {
    return statement.params_hash() == AsView(state.roster.id.params) &&
           statement.roster_root() == AsView(state.roster.id.roster) &&
           statement.sharers_hash() == AsView(sharers);
  }
  Error Differs(const RosterSite& site) const {
    return No(StrCat("site ", site.site_id, " was shown another view of the session"));
  }
};

Result<> CheckAlive(const View& view, const v1::AliveWitness& witness) {
  const RosterSite& site = view.state.roster.witnesses.at(witness.site());
  v1::AliveStatement statement;
  HANSA_TRY(identity::OpenSigned(witness.statement(), site.identity_key, crypto::context::kAlive,
                                 StrCat("the statement of ", site.site_id), statement));
  if (!view.IsOfSession(statement) || statement.survivors_hash() != AsView(view.survivors))
    return view.Differs(site);
  return Success();
}

using Signers = std::set<uint32_t>;

// One more whose statement is shown.
Result<> Add(const View& view, const secagg::Bitmap& survivors, const v1::AliveWitness& witness,
             Signers& signers) {
  if (!survivors.Has(witness.site()) || !view.state.roster.witnesses.contains(witness.site()))
    return No("a statement of a site that is not in U2, or is not asked");
  if (!signers.insert(witness.site()).second) return No("two statements of one site");
  return CheckAlive(view, witness);
}

// Whose statements were shown, each good.
Result<Signers> CheckStatements(const View& view, const secagg::Bitmap& survivors,
                                const v1::UnmaskRequest& request) {
  Signers signers;
  for (const v1::AliveWitness& witness : request.quorum())
    HANSA_TRY(Add(view, survivors, witness, signers));
  const v1::AliveQuorum& alive = request.alive();
  for (const v1::AliveWitness& witness : alive.others())
    HANSA_TRY(Add(view, survivors, witness, signers));
  constexpr size_t kSignature = sizeof(crypto::Ed25519Signature);
  if (alive.signatures().size() != static_cast<size_t>(alive.sites_size()) * kSignature)
    return No("not a signature for each site of the quorum");
  v1::AliveWitness witness;
  witness.mutable_statement()->set_payload(alive.statement());
  for (int i = 0; i < alive.sites_size(); ++i) {
    witness.set_site(alive.sites(i));
    witness.mutable_statement()->set_signature(
        alive.signatures().substr(static_cast<size_t>(i) * kSignature, kSignature));
    HANSA_TRY(Add(view, survivors, witness, signers));
  }
  return signers;
}

// On the complete graph: t others.
Result<> CheckOthers(const CheckedRoster& roster, Signers signers) {
  signers.erase(roster.self);
  if (signers.size() >= roster.threshold) return Success();
  return No(
      StrCat(signers.size(), " other sites signed this view, ", roster.threshold, " are needed"));
}

// Rule B.
Result<> CheckQuorum(const HolderState& state, const Signers& signers) {
  const secagg::RingQuorum quorum = secagg::RingQuorumOf(state.facts->setup, state.roster.size());
  if (signers.size() >= quorum.signers) return Success();
  return No(StrCat(signers.size(), " of the ", quorum.positions,
                   " sites that are asked signed this view, ", quorum.signers, " are needed"));
}

Result<> CheckMasked(const View& view, const v1::MaskedWitness& witness) {
  const RosterSite& site = view.state.roster.neighbours.at(witness.site());
  v1::MaskedCommitment commitment;
  HANSA_TRY(identity::OpenSigned(witness.commitment(), site.identity_key, crypto::context::kMasked,
                                 StrCat("the masked input of ", site.site_id), commitment));
  if (!view.IsOfSession(commitment)) return view.Differs(site);
  return Success();
}

// What was signed follows from this site's own view: of another one, the signature is not good.
Result<> CheckPacked(const View& view, const v1::PackedMasked& packed, int at) {
  const RosterSite& site = view.state.roster.neighbours.at(packed.sites(at));
  const auto piece = [at](const std::string& pieces, size_t size) {
    return AsSpan(pieces).subspan(static_cast<size_t>(at) * size, size);
  };
  const Bytes signed_bytes = secagg::MaskedCommitmentBytes(
      view.state.roster.id, view.sharers, piece(packed.masked_sha256(), sizeof(crypto::Digest)));
  if (crypto::VerifyEd25519(site.identity_key, crypto::context::kMasked, signed_bytes,
                            piece(packed.signatures(), sizeof(crypto::Ed25519Signature))))
    return Success();
  return view.Differs(site);
}

// Rule A: every neighbour in U2 masked its input for the U1 that this site knows.
Result<> CheckNeighbours(const View& view, const secagg::Bitmap& survivors,
                         const v1::UnmaskRequest& request) {
  const CheckedRoster& roster = view.state.roster;
  std::set<uint32_t> seen;
  const auto is_due = [&](uint32_t site) {
    return survivors.Has(site) && roster.IsNeighbour(site) && seen.insert(site).second;
  };
  const Error not_due =
      No("a masked input's signature that is not a neighbour's in U2, or is there twice");
  const v1::PackedMasked& packed = request.packed_masked();
  const auto count = static_cast<size_t>(packed.sites_size());
  if (packed.masked_sha256().size() != count * sizeof(crypto::Digest) ||
      packed.signatures().size() != count * sizeof(crypto::Ed25519Signature))
    return No("not a digest and a signature for each masked input");
  for (int i = 0; i < packed.sites_size(); ++i) {
    if (!is_due(packed.sites(i))) return not_due;
    HANSA_TRY(CheckPacked(view, packed, i));
  }
  for (const v1::MaskedWitness& witness : request.masked()) {
    if (!is_due(witness.site())) return not_due;
    HANSA_TRY(CheckMasked(view, witness));
  }
  for (const auto& [index, site] : roster.neighbours)
    if (survivors.Has(index) && !seen.contains(index))
      return No(StrCat("no signature of neighbour ", site.site_id, " on its masked input"));
  return Success();
}

}  // namespace

Result<> CheckView(const HolderState& state, const secagg::Bitmap& survivors,
                   const v1::UnmaskRequest& request) {
  const View view{state, crypto::Sha256(state.sharers.bytes()), crypto::Sha256(survivors.bytes())};
  Signers signers = HANSA_TRY(CheckStatements(view, survivors, request));
  if (state.roster.graph.complete()) return CheckOthers(state.roster, std::move(signers));
  HANSA_TRY(CheckQuorum(state, signers));
  return CheckNeighbours(view, survivors, request);
}

}  // namespace hansa::client
