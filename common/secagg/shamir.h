#pragma once
// Shamir's secret sharing of 32-byte secrets over GF(2^61-1): five limbs (4 of 52 bits, one of 48),
// an independent polynomial of degree t - 1 for each. A share is the five values at one point,
// 8 bytes little-endian each. Arithmetic does not branch on secrets.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "common/base/random_source.h"
#include "common/base/secret_bytes.h"
#include "common/secagg/field61.h"

namespace hansa::secagg {

inline constexpr size_t kSecretBytes = 32;
inline constexpr size_t kSecretLimbs = 5;
inline constexpr size_t kShareBytes = kSecretLimbs * 8;

// The shares at `points` (distinct, not 0), in their order; any `threshold` of them give the
// secret.
std::vector<SecretBytes> SplitSecret(const SecretBytes& secret, uint32_t threshold,
                                     std::span<const uint32_t> points, RandomSource& random);

// Weights that give f(0) from the values at `points` (distinct, not 0): computed once for many
// secrets.
std::vector<Field61> LagrangeWeights(std::span<const uint32_t> points);

// Empty when a share has the wrong length or a value that is not in the field, or when the shares
// lie on polynomials of no 32-byte secret. `weights` from the same points in the same order.
std::optional<SecretBytes> CombineShares(std::span<const ByteSpan> shares,
                                         std::span<const Field61> weights);

// Length and range of every limb.
bool IsWellFormedShare(ByteSpan share);

}  // namespace hansa::secagg
