#include "client/data/data_report.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::client {

uint64_t DataReport::rows_dropped() const {
  uint64_t rows = 0;
  for (const DropCount& drop : dropped) rows += drop.rows;
  return rows;
}

void DataReport::Drop(const std::string& reason, const std::string& file, uint64_t line) {
  const auto known = std::find_if(dropped.begin(), dropped.end(),
                                  [&](const DropCount& drop) { return drop.reason == reason; });
  if (known != dropped.end()) {
    ++known->rows;
  } else {
    dropped.push_back({reason, 1, StrCat(file, ":", line)});
  }
}

void DataReport::SortDrops() {
  std::sort(dropped.begin(), dropped.end(), [](const DropCount& a, const DropCount& b) {
    return a.rows != b.rows ? a.rows > b.rows : a.reason < b.reason;
  });
}

std::string DataReport::DropsText() const {
  std::string text;
  for (const DropCount& drop : dropped)
    text += StrCat(text.empty() ? "" : ", ", drop.reason, " ", drop.rows);
  return text.empty() ? "none" : text;
}

}  // namespace hansa::client
