#pragma once
// X25519 key agreement (RFC 7748). Keys are immutable: const members may run on several threads.

#include <array>
#include <memory>
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
  // 32 bytes. Empty for a peer key that IsAcceptableX25519Public refuses.
  std::optional<SecretBytes> Agree(const X25519Public& peer) const;

 private:
  struct Prepared;  // the key as OpenSSL holds it: making it costs as much as using it
  X25519Key(SecretBytes secret, std::shared_ptr<const Prepared> prepared, X25519Public pub)
      : secret_(std::move(secret)), prepared_(std::move(prepared)), public_(pub) {}
  SecretBytes secret_;
  std::shared_ptr<const Prepared> prepared_;
  X25519Public public_;
};

// False for keys >= 2^255-19 (RFC 7748 would reduce them; one key must have one spelling) and for
// the low-order points, whose agreement is all zero whatever the secret (section 6.1).
bool IsAcceptableX25519Public(const X25519Public& key);

}  // namespace hansa::crypto
