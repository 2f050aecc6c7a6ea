#include "common/transcript/recompute_sum.h"

#include "common/base/span_blob.h"
#include "common/base/text.h"
#include "common/secagg/ring.h"

namespace hansa::transcript {
namespace {

Result<> AddInput(const Blob& input, const std::string& site, const crypto::Digest& signed_digest,
                  secagg::RingVector& sum) {
  const std::string what =
      StrCat("the masked input of site ", site, " is not the one that it signed");
  if (input.size() != sum.byte_size())
    return VerificationFailed(what,
                              StrCat("it has ", input.size(), " bytes, not ", sum.byte_size()));
  crypto::Sha256Stream hash;
  HANSA_TRY(ForEachWindow(input, 0, [&](uint64_t offset, ByteSpan bytes) {
    hash.Update(bytes);
    sum.AddBytesAt(offset, bytes);
    return Success();
  }));
  const crypto::Digest digest = hash.Finish();
  if (digest == signed_digest) return Success();
  return VerificationFailed(
      what, StrCat("its SHA-256 is ", Hex(digest), ", the site signed ", Hex(signed_digest)));
}

}  // namespace

Result<> RecomputeSum(const CheckedTranscript& checked, const InputSource& inputs,
                      const secagg::ByteSink& out) {
  secagg::RingVector sum(checked.setup.ring_bits, checked.setup.elements());
  for (const auto& [index, digest] : checked.masked_sha256) {
    const std::string& site = checked.sites[index];
    const BlobHandle input = HANSA_TRY(inputs(index, site));
    HANSA_TRY(AddInput(*input, site, digest, sum));
  }
  const crypto::Digest found = HANSA_TRY(
      secagg::WriteMasked(SpanBlob(sum.bytes()), checked.setup.ring_bits, checked.masks, out));
  if (found == checked.sum_sha256) return Success();
  return VerificationFailed("the sum is not that of the masked inputs",
                            StrCat("recomputed, its SHA-256 is ", Hex(found),
                                   ", the transcript says ", Hex(checked.sum_sha256)));
}

}  // namespace hansa::transcript
