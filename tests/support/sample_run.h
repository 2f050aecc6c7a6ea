#pragma once
// A run made up of events, as a coordinator writes them: for tests of what is drawn of it.

#include <string>
#include <vector>

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

struct SampleColumn {
  double low = 0, high = 1;
  size_t bins = 32;
};

// Sites are called "R80711", "R80712", ...
coordinator::RunReport ReportOf(const SampleRun& run);

// Of a job that counted such columns, as many values towards the middle of each as one may expect.
coordinator::RunReport StatisticsReportOf(const std::vector<SampleColumn>& columns);

}  // namespace hansa::test
