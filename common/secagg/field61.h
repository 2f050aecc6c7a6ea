#pragma once
// Arithmetic in GF(p), p = 2^61 - 1 (a Mersenne prime). Elements are canonical: 0 .. p - 1. Without
// branches on values.

#include <cstdint>

namespace hansa::secagg {

inline constexpr uint64_t kFieldPrime = (uint64_t{1} << 61) - 1;
using Field61 = uint64_t;

namespace internal {
// x < 2^62 to canonical.
inline Field61 Canonical(uint64_t x) {
  x = (x & kFieldPrime) + (x >> 61);
  const uint64_t reduced = x - kFieldPrime;
  const uint64_t keep = uint64_t{0} - (reduced >> 63);  // all ones when x < p
  return (x & keep) | (reduced & ~keep);
}
}  // namespace internal

inline Field61 FieldAdd(Field61 a, Field61 b) { return internal::Canonical(a + b); }
inline Field61 FieldSubtract(Field61 a, Field61 b) {
  return internal::Canonical(a + (kFieldPrime - b));
}
inline Field61 FieldMultiply(Field61 a, Field61 b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  const uint64_t low = static_cast<uint64_t>(product) & kFieldPrime;
  const uint64_t high = static_cast<uint64_t>(product >> 61);
  return internal::Canonical(low + high);
}
// a^(p-2); 0 for 0.
Field61 FieldInverse(Field61 a);

}  // namespace hansa::secagg
