#pragma once
// Headless Chromium, started once for each page that is looked at.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace hansa::test {

struct Window {
  int width = 1200, height = 900;
  bool dark = false;
};

class Browser {
 public:
  // The page as it is: what the browser complained about on its console, a line each.
  std::string Complaints(const std::string& page);
  // What the browser makes of each page at each width: an array of what a script of the test's own
  // measured (browser.cc), which is put at the pages' ends.
  nlohmann::json Measure(const std::vector<std::string>& pages, const std::vector<int>& widths,
                         bool dark = false);
  // A picture of the page. Empty when none was made.
  std::string Screenshot(const std::string& page, const Window& window);

 private:
  std::string Run(const std::string& page, const Window& window,
                  const std::vector<std::string>& more);

  TemporaryFolder folder_;
  int runs_ = 0;
};

}  // namespace hansa::test
