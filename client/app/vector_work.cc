#include "client/app/vector_work.h"

#include "common/base/limits.h"
#include "common/base/log.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

// Of the update that is made: the model's values and the weight.
uint64_t VectorBytes(const EncodeTrained& work) {
  const uint64_t values = work.update.base->size() / sizeof(float);
  return (values + 1) * work.update.job->ring_bits / 8;
}

namespace fs = std::filesystem;

// kBadInput is of what the trainer gave, kRefused of the policy. What is wrong with this machine's
// disk stays in its log.
Input Refuse(WorkNumber work, const Error& error) {
  if (error.kind == ErrorKind::kBadInput)
    return WorkRefused{work, "training_invalid", error.Text()};
  if (error.kind == ErrorKind::kRefused) {  // how many values they were stays here
    LogWarning(error.Text());
    return WorkRefused{work, "policy_unchanged", error.why};
  }
  LogError(error.Text());
  return WorkRefused{work, "disk_failed", "this site's disk could not take the answer"};
}

UpdateEncoded Done(WorkNumber work, BlobHandle vector, const EncodedUpdate& encoded) {
  return {.work = work,
          .vector = {std::move(vector), encoded.sha256},
          .norm = encoded.norm,
          .clipped = encoded.clipped,
          .unchanged = encoded.unchanged};
}

crypto::Digest JobOf(const EncodeTrained& work) { return work.update.job->digest; }

Result<UpdateEncoded> EncodeToFile(const EncodeTrained& work, const KeptUpdates& updates) {
  KeptUpdates::New kept = HANSA_TRY(updates.Begin(JobOf(work), VectorBytes(work)));
  const EncodedUpdate encoded =
      HANSA_TRY(EncodeUpdate(work.update, [&kept](ByteSpan bytes) { return kept.Append(bytes); }));
  v1::StoredAnswer facts = work.facts;
  facts.set_vector_sha256(ToString(encoded.sha256));
  return Done(work.work, HANSA_TRY(kept.Keep(std::move(facts))), encoded);
}

// One that could not be kept serves as well: it is trained again if this process ends before it
// has left.
Result<UpdateEncoded> EncodeInMemory(const EncodeTrained& work) {
  Bytes vector;
  vector.reserve(static_cast<size_t>(VectorBytes(work)));
  const EncodedUpdate encoded = HANSA_TRY(EncodeUpdate(work.update, [&vector](ByteSpan bytes) {
    Append(vector, bytes);
    return Success();
  }));
  return Done(work.work, MakeBlob(std::move(vector)), encoded);
}

Result<secagg::WrittenVector> MaskToFile(const secagg::MaskWork& work, const fs::path& folder) {
  std::error_code fault;
  fs::create_directory(folder, fault);
  if (fault) return WorkFailed(StrCat("cannot make ", folder.string()), fault.message());
  BlobFile file = HANSA_TRY(BlobFile::Create(folder / "masked", work.input->size()));
  const crypto::Digest digest =
      HANSA_TRY(WriteMasked(*work.input, work.ring_bits, work.seeds,
                            [&file](ByteSpan bytes) { return file.Append(bytes); }));
  return secagg::WrittenVector{HANSA_TRY(file.Read()), digest};  // its name goes, its bytes stay
}

}  // namespace

bool IsSmall(const EncodeTrained& work) { return VectorBytes(work) <= limits::kInlineVectorBytes; }
bool IsSmall(const MaskInput& work) {
  return work.mask.input->size() <= limits::kInlineVectorBytes;
}

Input Encode(const EncodeTrained& work, const KeptUpdates& updates) {
  const bool small = IsSmall(work);
  if (!small) updates.WipeDropped();  // its room is needed
  Result<UpdateEncoded> done = EncodeToFile(work, updates);
  if (!done.ok() && done.error().kind != ErrorKind::kBadInput && small) {
    LogWarning(done.error().Text());
    done = EncodeInMemory(work);
  }
  if (!done.ok()) return Refuse(work.work, done.error());
  return *std::move(done);
}

Input Mask(MaskInput work, const fs::path& folder) {
  auto masked = IsSmall(work) ? RunMask(std::move(work.mask)) : MaskToFile(work.mask, folder);
  if (!masked.ok()) return Refuse(work.work, masked.error());
  return InputMasked{work.work, *std::move(masked)};
}

}  // namespace hansa::client
