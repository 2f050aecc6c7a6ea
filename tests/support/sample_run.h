#pragma once
// A run made up of events, as a coordinator writes them: for tests of what is drawn of it.

#include <string>

#include "coordinator/report/run_report.h"

namespace hansa::test {

struct SampleRun {
  uint64_t rounds = 20;
  uint64_t finished = 20;           // fewer: still under way, or failed after them
  std::string state = "succeeded";  // "running": no end
  bool secure = true;
  size_t sites = 4;
  bool drops = false;  // a site is dropped now and then, an attempt fails, a version is void
};

// Sites are called "R80711", "R80712", ...
coordinator::RunReport ReportOf(const SampleRun& run);

}  // namespace hansa::test
