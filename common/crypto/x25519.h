#pragma once
// X25519 key agreement (RFC 7748).

#include <array>
#include <optional>

#include "common/base/random_source.h"
#include "common/base/secret_bytes.h"

namespace hansa::crypto {

using X25519Public = std::array<uint8_t, 32>;

class X25519Key {
 public:
  static X25519Key Generate(RandomSource& random);
  static X25519Key FromSecret(SecretBytes secret);  // 32 bytes
  const X25519Public& public_key() const { return public_; }
  const SecretBytes& secret() const { return secret_; }
  // Empty for a low-order or non-canonical peer key (all-zero result, RFC 7748 section 6.1).
  std::optional<SecretBytes> Agree(const X25519Public& peer) const;

 private:
  X25519Key(SecretBytes secret, X25519Public pub) : secret_(std::move(secret)), public_(pub) {}
  SecretBytes secret_;
  X25519Public public_;
};

// False for keys >= 2^255-19 and for the low-order points.
bool IsAcceptableX25519Public(const X25519Public& key);

}  // namespace hansa::crypto
