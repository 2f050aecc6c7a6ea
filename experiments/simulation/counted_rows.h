#pragma once
// What a simulated site counts in a statistics task: figures from which one sees whose they are, so
// that a sum tells exactly which sites are in it.

#include <cstdint>

namespace hansa::simulation {

inline constexpr uint32_t kCountingSites = 23;  // 2 x 2^22 rows are below the cap

// Rows of a site: a bit of its own, above the first, so that there is a value for each of two bins.
inline uint64_t CountedRows(uint32_t site) { return uint64_t{2} << (site % kCountingSites); }
// Each of its values, as a part of half the range: -0.75 .. 0.75.
inline double CountedValue(uint32_t site) { return (static_cast<int>(site % 7) - 3) / 4.0; }

}  // namespace hansa::simulation
