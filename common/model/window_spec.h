#pragma once
// Windows over time series: several rows, one after the other, as one input of a network.
//
// A *run* is rows of one file and one group that follow each other without a gap: at `step` from
// each other, or no further than `gap` apart, or simply one behind the other. Windows lie inside
// runs. They start at the run's first row and every `stride` rows after it; each takes `length`
// rows and has the target of the row `ahead` rows after its last.

#include <chrono>
#include <cstdint>
#include <string>

namespace hansa {

enum class Resample {
  kMean,  // of the model's inputs over the rows of a step
  kLast,  // the latest row of a step
};

struct WindowSpec {
  uint32_t length = 1;  // from 1
  uint32_t stride = 1;  // from 1
  uint32_t ahead = 0;
  std::string time;                   // column; empty: rows as they follow in the file
  std::chrono::milliseconds step{0};  // 0: rows as they are; else `time` is given
  Resample resample = Resample::kMean;
  std::chrono::milliseconds hold{0};  // with step: missing steps up to so long repeat the last row
  std::chrono::milliseconds gap{
      0};             // without step, with time: longest distance of two rows; 0: any
  std::string group;  // column; empty: a file is one machine's

  uint64_t span() const { return uint64_t{length} + ahead; }  // rows from first to target
  bool operator==(const WindowSpec&) const = default;
};

}  // namespace hansa
