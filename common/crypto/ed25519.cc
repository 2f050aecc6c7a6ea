#include "common/crypto/ed25519.h"

#include <openssl/err.h>

#include "common/base/check.h"
#include "common/crypto/raw_key.h"

namespace hansa::crypto {
namespace {

Bytes SignedText(std::string_view context, ByteSpan payload) {
  Bytes text;
  text.reserve(context.size() + payload.size());
  Append(text, AsSpan(context));
  Append(text, payload);
  return text;
}

openssl::MdContext NewContext() {
  openssl::MdContext context(EVP_MD_CTX_new());
  HANSA_CHECK(context != nullptr);
  return context;
}

}  // namespace

struct SigningKey::Prepared {
  openssl::Key key;
};

SigningKey SigningKey::Generate(RandomSource& random) {
  SecretBytes seed(openssl::kRawKeyBytes);
  random.Fill(seed.RevealMutable());
  return FromSeed(std::move(seed));
}

SigningKey SigningKey::FromSeed(SecretBytes seed) {
  auto prepared = std::make_shared<Prepared>();
  prepared->key = openssl::PrivateKey(EVP_PKEY_ED25519, seed);
  const Ed25519Public pub = openssl::PublicBytes(*prepared->key);
  return SigningKey(std::move(seed), std::move(prepared), pub);
}

Ed25519Signature SigningKey::Sign(std::string_view context, ByteSpan payload) const {
  const Bytes text = SignedText(context, payload);
  const openssl::MdContext signer = NewContext();
  Ed25519Signature signature;
  size_t length = signature.size();
  HANSA_CHECK(EVP_DigestSignInit_ex(signer.get(), nullptr, nullptr, nullptr, nullptr,
                                    prepared_->key.get(), nullptr) == 1 &&
              EVP_DigestSign(signer.get(), signature.data(), &length, text.data(), text.size()) ==
                  1 &&
              length == signature.size());
  return signature;
}

bool VerifyEd25519(const Ed25519Public& key, std::string_view context, ByteSpan payload,
                   ByteSpan signature) {
  if (signature.size() != std::tuple_size_v<Ed25519Signature>) return false;
  const Bytes text = SignedText(context, payload);
  const openssl::Key public_key = openssl::PublicKey(EVP_PKEY_ED25519, key);
  const openssl::MdContext verifier = NewContext();
  const bool valid = EVP_DigestVerifyInit_ex(verifier.get(), nullptr, nullptr, nullptr, nullptr,
                                             public_key.get(), nullptr) == 1 &&
                     EVP_DigestVerify(verifier.get(), signature.data(), signature.size(),
                                      text.data(), text.size()) == 1;
  if (!valid) ERR_clear_error();
  return valid;
}

}  // namespace hansa::crypto
