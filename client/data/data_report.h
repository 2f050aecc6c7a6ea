#pragma once
// What became of every row found: used, or dropped for one stated reason. Counts and names only, no
// values.

#include <cstdint>
#include <string>
#include <vector>

namespace hansa::client {

struct DropCount {
  // broken_line, empty_cell:<column>, not_a_number:<column>, outside_valid:<column>,
  // too_large:<column>, not_a_class:<column>, text_too_long, drop:<expression>, in_neither_set;
  // in predictions not_chosen
  std::string reason;
  uint64_t rows = 0;
  std::string first;  // "R80711.csv.gz:17", the first line so dropped

  bool operator==(const DropCount&) const = default;
};

struct DataReport {
  std::vector<std::string> files;  // as read, in order
  uint64_t rows_found = 0;         // lines that are not blank, without the headers
  uint64_t rows_train = 0;
  uint64_t rows_evaluate = 0;      // a row may serve both
  std::vector<DropCount> dropped;  // most rows first; a row counts once, under its first fault

  uint64_t rows_dropped() const;
  // Adds one row.
  void Drop(const std::string& reason, const std::string& file, uint64_t line);
  void SortDrops();
  // "outside_valid:t 20, broken_line 1"; "none"
  std::string DropsText() const;
};

}  // namespace hansa::client
