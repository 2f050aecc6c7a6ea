#include "common/picture/axis.h"

#include <algorithm>
#include <cmath>

namespace hansa::picture {
namespace {

// The next of 1, 2, 5, 10, 20, ... that divides `span` into at most about `wanted` parts.
double StepOf(double span, int wanted) {
  const double rough = span / wanted;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough * 0.9999) return factor * power;
  return 10 * power;
}

// A span that is nothing, or too small for its values, is widened around them.
void Widen(double& low, double& high) {
  const double least = std::max(std::fabs(low), std::fabs(high)) * 1e-9;
  if (high - low > least) return;
  const double half = std::max(std::fabs(low) * 0.1, 1e-9);
  const double middle = (low + high) / 2;
  low = middle - (middle == 0 ? 0 : half);
  high = middle + (middle == 0 ? 1 : half);
}

Axis Linear(double low, double high, double from, double to, int wanted, bool round) {
  Widen(low, high);
  const double step = StepOf(high - low, wanted);
  const double first = round ? std::floor(low / step + 1e-9) : std::ceil(low / step - 1e-9);
  const double last = round ? std::ceil(high / step - 1e-9) : std::floor(high / step + 1e-9);
  Axis axis;
  axis.from = from;
  axis.to = to;
  for (double i = first; i <= last; ++i) axis.ticks.push_back(i * step);
  axis.low = round ? first * step : low;
  axis.high = round ? last * step : high;
  return axis;
}

// Every number `of` a decade between the ends.
std::vector<double> DecadeTicks(double low, double high, const std::vector<double>& of) {
  std::vector<double> ticks;
  for (double power = std::floor(std::log10(low)); power <= std::log10(high); ++power)
    for (double factor : of) {
      const double tick = factor * std::pow(10, power);
      if (tick >= low && tick <= high) ticks.push_back(tick);
    }
  return ticks;
}

}  // namespace

double Axis::At(double value) const {
  const double share = logarithmic
                           ? (std::log(value) - std::log(low)) / (std::log(high) - std::log(low))
                           : (value - low) / (high - low);
  return from + share * (to - from);
}

Axis RoundAxis(double low, double high, double from, double to, int wanted) {
  return Linear(low, high, from, to, wanted, /*round=*/true);
}

Axis TightAxis(double low, double high, double from, double to, int wanted) {
  return Linear(low, high, from, to, wanted, /*round=*/false);
}

Axis CountAxis(double low, double high, double from, double to, int wanted) {
  Axis axis = TightAxis(low - 0.5, high + 0.5, from, to, wanted);
  std::erase_if(axis.ticks, [](double tick) { return tick != std::floor(tick); });
  return axis;
}

Axis LogAxis(double low, double high, double from, double to) {
  Axis axis;
  axis.logarithmic = true;
  axis.from = from;
  axis.to = to;
  const double first = std::floor(std::log10(low) + 1e-9),
               last = std::ceil(std::log10(high) - 1e-9);
  axis.low = std::pow(10, first);
  axis.high = std::pow(10, std::max(last, first + 1));
  const double every = std::max(1.0, std::ceil((last - first) / 6));
  for (double power = first; power <= std::max(last, first + 1); power += every)
    axis.ticks.push_back(std::pow(10, power));
  return axis;
}

Axis TightLogAxis(double low, double high, double from, double to, int wanted) {
  if (high / low < 1.001) {
    low /= 1.1;
    high *= 1.1;
  }
  Axis axis = TightAxis(low, high, from, to, wanted);  // its ticks do for less than a decade
  axis.logarithmic = true;
  if (high / low < 10) return axis;
  for (const std::vector<double>& of : {std::vector{1.0, 2.0, 5.0}, {1.0, 3.0}, {1.0}}) {
    axis.ticks = DecadeTicks(low, high, of);
    if (axis.ticks.size() <= static_cast<size_t>(wanted)) return axis;
  }
  const size_t every = axis.ticks.size() / static_cast<size_t>(wanted) + 1;
  std::vector<double> fewer;
  for (size_t i = 0; i < axis.ticks.size(); i += every) fewer.push_back(axis.ticks[i]);
  axis.ticks = fewer;
  return axis;
}

}  // namespace hansa::picture
