#include "coordinator/app/recompute_model.h"

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/codec/safetensors_blob.h"
#include "common/crypto/blob_digest.h"
#include "common/model/model_files.h"
#include "coordinator/app/next_weights.h"

namespace hansa::coordinator {
namespace {

Error Other(const std::string& what, const crypto::Digest& found, const crypto::Digest& wanted) {
  return VerificationFailed(
      what, StrCat("its SHA-256 is ", Hex(found), ", the session's parameters name ", Hex(wanted)));
}

// What NextWeights relies on.
Result<> CheckShape(const transcript::CheckedTranscript& checked, const Blob& sum,
                    const Blob& base) {
  const SafetensorsShape shape = HANSA_TRY(ReadSafetensorsHeader(base));
  const auto& segments = checked.setup.segments;
  if (segments.size() == 2 && segments[0].length == shape.layout.elements() &&
      segments[1].length == 1 && sum.size() == checked.setup.vector_bytes())
    return Success();
  return VerificationFailed(
      "the sum is not of updates of the base model",
      StrCat("the model has ", shape.layout.elements(), " weights, the sum ", segments.size(),
             " segments, the first of ", segments.empty() ? 0 : segments[0].length));
}

}  // namespace

Result<> RecomputeModel(const transcript::CheckedTranscript& checked, BlobHandle sum,
                        BlobHandle base, const JobSpec& job) {
  HANSA_CHECK(checked.seal.has_published());
  const secagg::SessionSetup& setup = checked.setup;
  if (job.digest != setup.job_digest)
    return Other("the job file is not the session's", job.digest, setup.job_digest);
  const crypto::Digest base_digest = HANSA_TRY(crypto::BlobSha256(*base));
  if (base_digest != setup.model_sha256)
    return Other("the base model is not the session's", base_digest, setup.model_sha256);
  HANSA_TRY(CheckShape(checked, *sum, *base));

  auto session_sum = std::make_shared<SessionSum>();
  session_sum->segments = setup.segments;
  session_sum->ring_bits = setup.ring_bits;
  session_sum->sum = {std::move(sum), checked.sum_sha256};
  auto parent = std::make_shared<ModelVersion>();
  parent->file = std::move(base);
  parent->sha256 = setup.model_sha256;
  const auto weights = HANSA_TRY(NextWeights::Of({.kind = PublishWork::Kind::kTrained,
                                                  .job = std::make_shared<const JobSpec>(job),
                                                  .parent = std::move(parent),
                                                  .sum = std::move(session_sum)}));
  const v1::TranscriptPublished& published = checked.seal.published();
  crypto::Sha256Stream hash;
  HANSA_TRY(WriteModelBytes(
      *weights, ModelMetadata(published.name(), published.version(), setup.model_sha256),
      [&hash](ByteSpan bytes) {
        hash.Update(bytes);
        return Success();
      }));
  const crypto::Digest digest = hash.Finish();
  if (AsView(digest) == published.model_sha256()) return Success();
  return VerificationFailed("the published model does not come of the sum",
                            StrCat("recomputed, its SHA-256 is ", Hex(digest), ", the seal names ",
                                   Hex(AsSpan(published.model_sha256()))));
}

}  // namespace hansa::coordinator
