#pragma once
// From values to pixels along one axis, with round numbers to write beside it.

#include <vector>

namespace hansa::picture {

struct Axis {
  double low = 0, high = 1;  // values at the ends
  double from = 0, to = 1;   // pixels there
  bool logarithmic = false;  // then low > 0
  std::vector<double> ticks;

  double At(double value) const;
};

// Covers [low, high], finite, low <= high. `wanted`: about so many ticks. Its ends are round
// numbers.
Axis RoundAxis(double low, double high, double from, double to, int wanted);

// The same, but the ends stay as they are.
Axis TightAxis(double low, double high, double from, double to, int wanted);

// For values that are counted: whole numbers only, and half a unit more at both ends.
Axis CountAxis(double low, double high, double from, double to, int wanted);

// 0 < low <= high. Its ends are powers of ten, and so are its ticks.
Axis LogAxis(double low, double high, double from, double to);

// The same, but the ends stay as they are, and 2 and 5, or 3, stand between where there is room.
Axis TightLogAxis(double low, double high, double from, double to, int wanted);

}  // namespace hansa::picture
