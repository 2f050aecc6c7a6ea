#include "experiments/bench/stolen_time.h"

#include <unistd.h>

#include <fstream>
#include <string>

namespace hansa::bench {

double StolenSeconds() {
  std::ifstream file("/proc/stat");
  std::string skipped;
  for (int i = 0; i < 8; ++i) file >> skipped;  // "cpu", user to softirq
  double ticks = 0;
  if (!(file >> ticks)) return 0;
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace hansa::bench
