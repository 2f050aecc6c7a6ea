#include "common/secagg/shamir.h"

#include "common/base/check.h"

namespace hansa::secagg {
namespace {

constexpr size_t kLimbBits = 52;

// Bits of limb i; the last has what is left of 256.
constexpr size_t BitsOfLimb(size_t i) { return i + 1 < kSecretLimbs ? kLimbBits : 48; }

using Limbs = std::array<Field61, kSecretLimbs>;

Limbs ToLimbs(ByteSpan secret) {
  std::array<uint64_t, 5> words{};  // the fifth stays zero
  for (size_t i = 0; i < 4; ++i) words[i] = ReadLittleEndian<uint64_t>(secret.subspan(8 * i, 8));
  Limbs limbs;
  for (size_t i = 0; i < kSecretLimbs; ++i) {
    const size_t bit = i * kLimbBits;
    const size_t shift = bit % 64;
    uint64_t limb = words[bit / 64] >> shift;
    if (shift != 0) limb |= words[bit / 64 + 1] << (64 - shift);
    limbs[i] = limb & ((uint64_t{1} << BitsOfLimb(i)) - 1);
  }
  return limbs;
}

SecretBytes FromLimbs(const Limbs& limbs) {
  std::array<uint64_t, 5> words{};
  for (size_t i = 0; i < kSecretLimbs; ++i) {
    const size_t bit = i * kLimbBits;
    const size_t shift = bit % 64;
    words[bit / 64] |= limbs[i] << shift;
    if (shift != 0) words[bit / 64 + 1] |= limbs[i] >> (64 - shift);
  }
  SecretBytes secret(kSecretBytes);
  std::memcpy(secret.RevealMutable().data(), words.data(), kSecretBytes);
  WipeMemory({reinterpret_cast<uint8_t*>(words.data()), sizeof(words)});
  return secret;
}

// Uniform in the field: 61 random bits, drawn again for the one value that is p.
void FillWithFieldElements(std::span<uint8_t> bytes, RandomSource& random) {
  random.Fill(bytes);
  for (size_t i = 0; i < bytes.size(); i += 8) {
    const auto word = bytes.subspan(i, 8);
    uint64_t value = ReadLittleEndian<uint64_t>(word) & kFieldPrime;
    while (value == kFieldPrime) value = random.NextU64() & kFieldPrime;
    std::memcpy(word.data(), &value, 8);
  }
}

Field61 Element(ByteSpan bytes, size_t i) {
  return ReadLittleEndian<uint64_t>(bytes.subspan(8 * i, 8));
}

}  // namespace

std::vector<SecretBytes> SplitSecret(const SecretBytes& secret, uint32_t threshold,
                                     std::span<const uint32_t> points, RandomSource& random) {
  HANSA_CHECK(secret.size() == kSecretBytes && threshold >= 1 && threshold <= points.size());
  Limbs constants = ToLimbs(secret.Reveal());
  std::vector<SecretBytes> shares;
  shares.reserve(points.size());
  for (size_t i = 0; i < points.size(); ++i) shares.emplace_back(kShareBytes);

  const size_t degree = threshold - 1;
  SecretBytes coefficients(degree * 8);
  for (size_t limb = 0; limb < kSecretLimbs; ++limb) {
    FillWithFieldElements(coefficients.RevealMutable(), random);
    std::vector<Field61> polynomial(degree);
    for (size_t i = 0; i < degree; ++i) polynomial[i] = Element(coefficients.Reveal(), i);
    for (size_t i = 0; i < points.size(); ++i) {
      HANSA_CHECK(points[i] != 0);
      Field61 value = 0;
      for (size_t j = degree; j-- > 0;)
        value = FieldMultiply(FieldAdd(value, polynomial[j]), points[i]);
      value = FieldAdd(value, constants[limb]);
      std::memcpy(shares[i].RevealMutable().data() + 8 * limb, &value, 8);
    }
    WipeMemory({reinterpret_cast<uint8_t*>(polynomial.data()), degree * 8});
  }
  WipeMemory({reinterpret_cast<uint8_t*>(constants.data()), sizeof(constants)});
  return shares;
}

std::vector<Field61> LagrangeWeights(std::span<const uint32_t> points) {
  const size_t n = points.size();
  // w_j = product over m != j of x_m / (x_m - x_j); one inversion for all (Montgomery's trick).
  std::vector<Field61> numerators(n, 1), denominators(n, 1), prefixes(n + 1, 1);
  for (size_t j = 0; j < n; ++j) {
    HANSA_CHECK(points[j] != 0);
    for (size_t m = 0; m < n; ++m) {
      if (m == j) continue;
      HANSA_CHECK(points[m] != points[j]);
      numerators[j] = FieldMultiply(numerators[j], points[m]);
      denominators[j] = FieldMultiply(denominators[j], FieldSubtract(points[m], points[j]));
    }
    prefixes[j + 1] = FieldMultiply(prefixes[j], denominators[j]);
  }
  Field61 inverse = FieldInverse(prefixes[n]);
  std::vector<Field61> weights(n);
  for (size_t j = n; j-- > 0;) {
    weights[j] = FieldMultiply(numerators[j], FieldMultiply(inverse, prefixes[j]));
    inverse = FieldMultiply(inverse, denominators[j]);
  }
  return weights;
}

bool IsWellFormedShare(ByteSpan share) {
  if (share.size() != kShareBytes) return false;
  bool good = true;
  for (size_t limb = 0; limb < kSecretLimbs; ++limb) good &= Element(share, limb) < kFieldPrime;
  return good;
}

std::optional<SecretBytes> CombineShares(std::span<const ByteSpan> shares,
                                         std::span<const Field61> weights) {
  HANSA_CHECK(shares.size() == weights.size());
  Limbs limbs{};
  for (size_t i = 0; i < shares.size(); ++i) {
    if (!IsWellFormedShare(shares[i])) return std::nullopt;
    for (size_t limb = 0; limb < kSecretLimbs; ++limb)
      limbs[limb] = FieldAdd(limbs[limb], FieldMultiply(weights[i], Element(shares[i], limb)));
  }
  bool good = true;
  for (size_t limb = 0; limb < kSecretLimbs; ++limb) good &= limbs[limb] >> BitsOfLimb(limb) == 0;
  std::optional<SecretBytes> secret;
  if (good) secret = FromLimbs(limbs);
  WipeMemory({reinterpret_cast<uint8_t*>(limbs.data()), sizeof(limbs)});
  return secret;
}

}  // namespace hansa::secagg
