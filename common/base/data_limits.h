#pragma once
// Bounds of rows and windows, beside limits.h, which nearly every file reads: few read these.

#include <cstddef>
#include <cstdint>

namespace hansa::limits {

inline constexpr uint32_t kWindowRows = 65536;   // length, stride and ahead of a window
inline constexpr uint64_t kRowValues = 1 << 18;  // one row of x, a window being one
inline constexpr uint64_t kDatasetBytes = uint64_t{4} << 30;  // the arrays of one job
inline constexpr size_t kWindowGroups = 10'000;               // machines in one file
inline constexpr uint64_t kWindowGroupBytes = 256u << 20;     // their rows not yet in windows

}  // namespace hansa::limits
