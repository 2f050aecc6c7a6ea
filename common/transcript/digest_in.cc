#include "common/transcript/digest_in.h"

#include <algorithm>

namespace hansa::transcript {

std::optional<crypto::Digest> DigestIn(const std::string& bytes) {
  crypto::Digest digest;
  if (bytes.size() != digest.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace hansa::transcript
