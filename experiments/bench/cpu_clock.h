#pragma once
// Processor time of the calling thread: what work costs, whatever else the machine does.

#include <time.h>

#include <utility>

namespace hansa::bench {

inline double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Adds to `total` what `work` costs; returns what it returns.
template <typename Work>
auto Charge(double& total, Work&& work) {
  const double start = CpuSeconds();
  auto result = std::forward<Work>(work)();
  total += CpuSeconds() - start;
  return result;
}

}  // namespace hansa::bench
