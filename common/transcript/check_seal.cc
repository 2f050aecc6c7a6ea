// The sum, and what the coordinator signed of the whole.

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "common/transcript/check_steps.h"

namespace hansa::transcript {
namespace {

bool IsModel(const v1::TranscriptPublished& published) {
  return !published.name().empty() && published.name().size() <= limits::kNameBytes &&
         published.name() == PlainText(published.name()) &&
         published.model_sha256().size() == sizeof(crypto::Digest);
}

// Only a sum of updates becomes a model.
Result<> CheckBecame(const Check& check, const Place& place, const v1::TranscriptSeal& seal) {
  using Became = v1::TranscriptSeal::BecameCase;
  const bool trained = check.out.setup.purpose == secagg::Purpose::kTrain;
  const Became became = seal.became_case();
  const bool fits =
      became == Became::kNothing || became == (trained ? Became::kPublished : Became::kMeasured);
  if (!fits || (became == Became::kPublished && !IsModel(seal.published())))
    return check.reader.Fault(place, "what it says of the sum does not fit the session's purpose");
  return Success();
}

}  // namespace

Result<> CheckSum(Check& check) {
  const Place place{.kind = RecordKind::kSum};
  const auto record = HANSA_TRY(check.reader.Next(place));
  const auto fault = [&](std::string why) { return check.reader.Fault(place, std::move(why)); };
  const v1::TranscriptSum& sum = record.sum();
  const auto digest = DigestIn(sum.sha256());
  if (!digest) return fault("the sum's digest is none");
  check.out.sum_sha256 = *digest;
  const CheckedTranscript& out = check.out;
  if (sum.session() !=
      AsView(secagg::TranscriptDigest(out.id, crypto::Sha256(out.sharers.bytes()),
                                      crypto::Sha256(out.survivors.bytes()), out.sum_sha256)))
    return fault("the digest over P, R, U1, U2 and the sum differs");
  const uint64_t wanted = out.setup.vector_bytes();
  if (wanted > kSumBytes && sum.sum().empty()) return Success();
  if (sum.sum().size() != wanted)
    return fault(StrCat("the sum has ", sum.sum().size(), " bytes, not ", wanted));
  if (crypto::Sha256(AsSpan(sum.sum())) != out.sum_sha256)
    return fault("the sum is not the one of its digest");
  check.out.sum = ToBytes(sum.sum());
  return Success();
}

Result<> CheckSeal(Check& check) {
  check.out.digest = check.reader.link();
  const Place place{.kind = RecordKind::kSeal};
  const auto record = HANSA_TRY(check.reader.Next(place));
  v1::TranscriptSeal& seal = check.out.seal;
  const auto opened = identity::OpenSigned(record.seal(), check.out.coordinator_key,
                                           crypto::context::kTranscript, "the seal", seal);
  if (!opened.ok()) return check.reader.Fault(place, opened.error().Text());
  if (seal.version() != 1)
    return check.reader.Fault(place, StrCat("it is of version ", seal.version(), ", not 1"));
  if (seal.digest() != AsView(check.out.digest))
    return check.reader.Fault(place, "it is of another transcript: the digest differs");
  return CheckBecame(check, place, seal);
}

}  // namespace hansa::transcript
