#include "common/crypto/hkdf.h"

#include <algorithm>

#include "experiments/simulation/stand_in/fast_hash.h"

namespace hansa::crypto {

SecretBytes HkdfSha256(ByteSpan input_key, ByteSpan salt, ByteSpan info, size_t length) {
  SecretBytes out(length);
  std::span<uint8_t> left = out.RevealMutable();
  for (uint64_t block = 0; !left.empty(); ++block) {
    const Digest digest =
        stand_in::FastHash("hkdf").Number(block).Field(input_key).Field(salt).Field(info).Finish();
    const size_t count = std::min(left.size(), digest.size());
    std::copy_n(digest.begin(), count, left.begin());
    left = left.subspan(count);
  }
  return out;
}

}  // namespace hansa::crypto
