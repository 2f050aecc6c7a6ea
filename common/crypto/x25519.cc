#include "common/crypto/x25519.h"

#include <openssl/err.h>

#include <algorithm>

#include "common/base/check.h"
#include "common/crypto/raw_key.h"

namespace hansa::crypto {
namespace {

// Little-endian, 2^255 - 19.
constexpr X25519Public kPrime = {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};

// u of the points of order 1, 2, 4 and 8, on the curve and its twist, below the prime: 0, 1, p - 1
// and the two of order 8.
constexpr std::array<X25519Public, 5> kLowOrder = {{
    {0},
    {1},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3,
     0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32,
     0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00},
    {0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1,
     0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c,
     0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57},
}};

}  // namespace

struct X25519Key::Prepared {
  explicit Prepared(const SecretBytes& secret)
      : key(openssl::PrivateKey(secret)),
        agreement(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)) {
    HANSA_CHECK(agreement != nullptr && EVP_PKEY_derive_init(agreement.get()) == 1);
  }
  openssl::Key key;
  openssl::KeyContext agreement;  // each use copies it
};

X25519Key X25519Key::Generate(RandomSource& random) {
  SecretBytes secret(openssl::kRawKeyBytes);
  random.Fill(secret.RevealMutable());
  return FromSecret(std::move(secret));
}

X25519Key X25519Key::FromSecret(SecretBytes secret) {
  auto prepared = std::make_shared<const Prepared>(secret);
  const X25519Public pub = openssl::PublicBytes(*prepared->key);
  return X25519Key(std::move(secret), std::move(prepared), pub);
}

std::optional<SecretBytes> X25519Key::Agree(const X25519Public& peer) const {
  if (!IsAcceptableX25519Public(peer)) return std::nullopt;
  const openssl::Key peer_key = openssl::PublicKey(peer);
  const openssl::KeyContext context(EVP_PKEY_CTX_dup(prepared_->agreement.get()));
  HANSA_CHECK(context != nullptr);
  SecretBytes shared(openssl::kRawKeyBytes);
  size_t length = shared.size();
  // OpenSSL too refuses an all-zero result.
  if (EVP_PKEY_derive_set_peer_ex(context.get(), peer_key.get(), 0) != 1 ||
      EVP_PKEY_derive(context.get(), shared.RevealMutable().data(), &length) != 1) {
    ERR_clear_error();
    return std::nullopt;
  }
  HANSA_CHECK(length == shared.size());
  return shared;
}

bool IsAcceptableX25519Public(const X25519Public& key) {
  const bool below_prime =
      std::lexicographical_compare(key.rbegin(), key.rend(), kPrime.rbegin(), kPrime.rend());
  return below_prime && std::find(kLowOrder.begin(), kLowOrder.end(), key) == kLowOrder.end();
}

}  // namespace hansa::crypto
