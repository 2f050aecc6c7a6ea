#pragma once

#include <optional>
#include <string>

#include "common/crypto/hash.h"

namespace hansa::transcript {

// A digest, or a key, of a message; empty when it has another length.
std::optional<crypto::Digest> DigestIn(const std::string& bytes);

}  // namespace hansa::transcript
