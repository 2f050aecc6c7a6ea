#pragma once
// The least that reading a CSV file costs, for comparison with the data gate.

#include <cstdint>
#include <filesystem>

#include "common/base/result.h"

namespace hansa::bench {

struct BareRead {
  uint64_t lines = 0;
  uint64_t numbers = 0;  // fields that are one
  double sum = 0;        // of them: nothing may be left out
  double seconds = 0;    // processor time of the thread
};

// Blocks from zlib (which takes plain files as they are) and a search for line ends.
Result<BareRead> ReadLinesBare(const std::filesystem::path& file);

// The same, and every field behind the first turned into a number: nothing is checked, named,
// counted or kept.
Result<BareRead> ReadNumbersBare(const std::filesystem::path& file);

}  // namespace hansa::bench
