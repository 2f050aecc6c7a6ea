#pragma once
// Ed25519 signatures (RFC 8032), always over  context || payload : the context is an ASCII string
// fixed per kind of message (contexts.h), so that no signature can be taken for one of another
// kind.

#include <array>
#include <memory>
#include <string_view>

#include "common/base/random_source.h"
#include "common/base/secret_bytes.h"

namespace hansa::crypto {

using Ed25519Public = std::array<uint8_t, 32>;
using Ed25519Signature = std::array<uint8_t, 64>;

// Immutable: const members may run on several threads.
class SigningKey {
 public:
  static SigningKey Generate(RandomSource& random);
  static SigningKey FromSeed(SecretBytes seed);  // 32 bytes
  SigningKey Clone() const { return SigningKey(seed_.Clone(), prepared_, public_); }
  const Ed25519Public& public_key() const { return public_; }
  const SecretBytes& seed() const { return seed_; }
  Ed25519Signature Sign(std::string_view context, ByteSpan payload) const;

 private:
  struct Prepared;  // the key as libsodium holds it: making it costs as much as signing
  SigningKey(SecretBytes seed, std::shared_ptr<const Prepared> prepared, Ed25519Public pub)
      : seed_(std::move(seed)), prepared_(std::move(prepared)), public_(pub) {}
  SecretBytes seed_;
  std::shared_ptr<const Prepared> prepared_;
  Ed25519Public public_;
};

// Never throws, whatever the bytes; `signature` of any length. Keys of small order verify nothing.
bool VerifyEd25519(const Ed25519Public& key, std::string_view context, ByteSpan payload,
                   ByteSpan signature);

}  // namespace hansa::crypto
