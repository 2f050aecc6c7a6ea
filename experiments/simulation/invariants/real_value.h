#pragma once
// What an element of a sum stands for, in arithmetic of the invariants' own: what they check must
// not be the code that they check.

#include <cstdint>

namespace hansa::simulation {

// Two's complement over a power of two.
inline double Real(int64_t element, uint32_t scale_bits) {
  return static_cast<double>(element) / static_cast<double>(int64_t{1} << scale_bits);
}

}  // namespace hansa::simulation
