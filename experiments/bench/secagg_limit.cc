#include "experiments/bench/secagg_limit.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "common/base/check.h"
#include "common/crypto/aead.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/hash.h"
#include "common/crypto/hkdf.h"
#include "common/crypto/keystream.h"
#include "common/secagg/field61.h"
#include "experiments/bench/cpu_clock.h"

namespace hansa::bench {
namespace {

constexpr int kBatches = 7;
constexpr size_t kSmallMessage = 150;  // a signed statement: context and four digests

// The fastest batch, per operation.
template <typename Work>
double CostOf(int count, Work&& work) {
  double fastest = 1e9;
  for (int batch = 0; batch < kBatches; ++batch) {
    const double start = CpuSeconds();
    for (int i = 0; i < count; ++i) work();
    fastest = std::min(fastest, (CpuSeconds() - start) / count);
  }
  return fastest;
}

// Keeps a result, and so the work behind it.
template <typename Value>
void Keep(const Value& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Key NewKey(const char* algorithm) {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, algorithm), EVP_PKEY_free);
  HANSA_CHECK(key != nullptr);
  return key;
}

double OpensslMaskByteCost() {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  const std::array<uint8_t, 16> key{}, counter{};
  HANSA_CHECK(EVP_EncryptInit_ex2(context.get(), EVP_aes_128_ctr(), key.data(), counter.data(),
                                  nullptr) == 1);
  const std::vector<uint8_t> zeros(16 << 10);
  std::vector<uint8_t> mask(zeros.size());
  int written = 0;
  const double cost = CostOf(2000, [&] {
    HANSA_CHECK(EVP_EncryptUpdate(context.get(), mask.data(), &written, zeros.data(),
                                  static_cast<int>(zeros.size())) == 1);
  });
  return cost / static_cast<double>(zeros.size());
}

double MaskByteCost() {
  const auto keystream = crypto::MakeKeystream(crypto::FastestKeystream(),
                                               SecretBytes(size_t{crypto::kMaskSeedBytes}));
  std::vector<uint8_t> elements(16 << 10);
  const double cost = CostOf(2000, [&] {
    keystream->Apply(crypto::KeystreamUse::kAdd32, 0, elements);
    Keep(elements[0]);
  });
  return cost / static_cast<double>(elements.size());
}

double AddByteCost(uint64_t bytes) {
  std::vector<uint32_t> sum(bytes / 4), input(bytes / 4, 7);
  const double cost = CostOf(200, [&] {
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += input[i];
    Keep(sum[0]);
  });
  return cost / static_cast<double>(bytes);
}

double AgreeCost() {
  const Key own = NewKey("X25519"), peer = NewKey("X25519");
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new(own.get(), nullptr), EVP_PKEY_CTX_free);
  HANSA_CHECK(EVP_PKEY_derive_init(context.get()) == 1 &&
              EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1);
  std::array<uint8_t, 32> shared;
  return CostOf(200, [&] {
    size_t length = shared.size();
    HANSA_CHECK(EVP_PKEY_derive(context.get(), shared.data(), &length) == 1);
  });
}

void MeasureSignatures(PrimitiveCosts& costs) {
  const Key key = NewKey("ED25519");
  const std::vector<uint8_t> message(kSmallMessage, 1);
  std::array<uint8_t, 64> signature;
  costs.sign = CostOf(200, [&] {
    const Digest context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    size_t length = signature.size();
    HANSA_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                EVP_DigestSign(context.get(), signature.data(), &length, message.data(),
                               message.size()) == 1);
  });
  const double openssl = CostOf(100, [&] {
    const Digest context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    HANSA_CHECK(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                                 message.size()) == 1);
  });
  // What Hansa verifies with (docs/decisions/0015), where it is faster.
  crypto::Ed25519Public raw;
  size_t length = raw.size();
  HANSA_CHECK(EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &length) == 1);
  costs.verify = std::min(openssl, CostOf(100, [&] {
                            HANSA_CHECK(crypto::VerifyEd25519(raw, "", message, signature));
                          }));
}

double FieldMultiplyCost() {
  // Four products at a time: Shamir's points do not wait for one another either.
  std::array<secagg::Field61, 4> lanes = {3, 5, 7, 11};
  const double cost = CostOf(100'000, [&] {
    for (secagg::Field61& lane : lanes) lane = secagg::FieldMultiply(lane, lane);
    Keep(lanes);
  });
  return cost / static_cast<double>(lanes.size());
}

}  // namespace

PrimitiveCosts PrimitiveCosts::Fastest(const PrimitiveCosts& other) const {
  return {.mask_byte = std::min(mask_byte, other.mask_byte),
          .openssl_mask_byte = std::min(openssl_mask_byte, other.openssl_mask_byte),
          .add_byte = std::min(add_byte, other.add_byte),
          .hash_byte = std::min(hash_byte, other.hash_byte),
          .agree = std::min(agree, other.agree),
          .sign = std::min(sign, other.sign),
          .verify = std::min(verify, other.verify),
          .hkdf = std::min(hkdf, other.hkdf),
          .seal = std::min(seal, other.seal),
          .field_multiply = std::min(field_multiply, other.field_multiply)};
}

PrimitiveCosts MeasurePrimitives() {
  PrimitiveCosts costs;
  costs.mask_byte = MaskByteCost();
  costs.openssl_mask_byte = OpensslMaskByteCost();
  costs.add_byte = AddByteCost(256 << 10);
  const Bytes vector(256 << 10);
  costs.hash_byte =
      CostOf(20, [&] { Keep(crypto::Sha256(vector)); }) / static_cast<double>(vector.size());
  costs.agree = AgreeCost();
  MeasureSignatures(costs);
  const SecretBytes key(32);
  const Bytes salt(32), info(16), nonce(crypto::kGcmNonceBytes), shares(80);
  costs.hkdf = CostOf(2000, [&] { Keep(crypto::HkdfSha256(key.Reveal(), salt, info, 28)); });
  costs.seal = CostOf(2000, [&] { Keep(crypto::SealAes256Gcm(key, nonce, info, shares)); });
  costs.field_multiply = FieldMultiplyCost();
  return costs;
}

double SumShape::staying_neighbours() const { return neighbours * survivors() / (clients - 1); }

double ClientLimitOfSum(const PrimitiveCosts& costs, const SumShape& shape) {
  const double k = shape.neighbours, t = shape.threshold;
  const double shown = shape.statements + (shape.shows_masked ? shape.staying_neighbours() : 0);
  return (k + 1) * static_cast<double>(shape.bytes) * costs.mask_byte + (2 * k + 2) * costs.agree +
         (2 * k + shown) * costs.verify + (shape.asks_alive ? 5 : 4) * costs.sign +
         2 * k * (costs.hkdf + costs.seal) + 10 * k * t * costs.field_multiply;
}

double ClientLimit(const PrimitiveCosts& costs, const SumShape& shape) {
  return ClientLimitOfSum(costs, shape) + static_cast<double>(shape.bytes) * costs.hash_byte;
}

double ServerLimitOfSum(const PrimitiveCosts& costs, const SumShape& shape) {
  const double n = shape.clients, t = shape.threshold, survivors = shape.survivors();
  const double bytes = static_cast<double>(shape.bytes);
  const double pairs = shape.dropped * shape.staying_neighbours();
  const double holder_sets = shape.neighbours + 1 == shape.clients ? 1 : n;
  return (survivors + pairs) * bytes * costs.mask_byte + survivors * bytes * costs.add_byte +
         pairs * costs.agree + 2 * n * costs.verify +
         (5 * n * t + holder_sets * 2 * t * t) * costs.field_multiply;
}

double ServerLimit(const PrimitiveCosts& costs, const SumShape& shape) {
  return ServerLimitOfSum(costs, shape) +
         shape.survivors() * ((shape.asks_alive ? 2 : 1) * costs.verify +
                              static_cast<double>(shape.bytes) * costs.hash_byte);
}

}  // namespace hansa::bench
