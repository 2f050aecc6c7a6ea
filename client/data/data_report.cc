#include "client/data/data_report.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::client {
namespace {

std::string TextOf(const std::vector<DropCount>& dropped) {
  std::string text;
  for (const DropCount& drop : dropped)
    text += StrCat(text.empty() ? "" : ", ", drop.reason, " ", drop.rows);
  return text.empty() ? "none" : text;
}

}  // namespace

void AddDrop(std::vector<DropCount>& dropped, const std::string& reason, std::string_view file,
             uint64_t line) {
  const auto known = std::find_if(dropped.begin(), dropped.end(),
                                  [&](const DropCount& drop) { return drop.reason == reason; });
  if (known != dropped.end()) {
    ++known->rows;
  } else {
    dropped.push_back({reason, 1, StrCat(file, ":", line)});
  }
}

void SortDrops(std::vector<DropCount>& dropped) {
  std::sort(dropped.begin(), dropped.end(), [](const DropCount& a, const DropCount& b) {
    return a.rows != b.rows ? a.rows > b.rows : a.reason < b.reason;
  });
}

uint64_t DataReport::rows_dropped() const {
  uint64_t rows = 0;
  for (const DropCount& drop : dropped) rows += drop.rows;
  return rows;
}

void DataReport::Drop(const std::string& reason, const std::string& file, uint64_t line) {
  AddDrop(dropped, reason, file, line);
}

std::string DataReport::DropsText() const { return TextOf(dropped); }

std::string DataReport::FoundText() const {
  std::string text = StrCat(rows_found, " rows found, dropped: ", DropsText());
  if (windows)
    text += StrCat("; ", windows->found, " windows begun, dropped: ", TextOf(windows->dropped));
  return text;
}

std::string DataReport::Text() const {
  return StrCat(rows_train, windows ? " windows" : " rows", " to train on, ", rows_evaluate,
                " to evaluate on; ", FoundText());
}

}  // namespace hansa::client
