#pragma once
// What became of every row found: used, or dropped for one stated reason. Counts and names only, no
// values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hansa::client {

struct DropCount {
  // broken_line, empty_cell:<column>, not_a_number:<column>, outside_valid:<column>,
  // too_large:<column>, not_a_class:<column>, text_too_long, drop:<expression>, in_neither_set; in
  // predictions not_chosen; for windows not_a_time:<column>, other_time_form:<column>,
  // time_repeated, too_many_groups:<column>; in statistics not_for_training, beyond_rows_cap.
  // Of a window: gap, time_back, dropped_row, end_of_file, crosses_sets, target_missing; in
  // predictions not_chosen
  std::string reason;
  uint64_t rows = 0;  // or windows
  std::string first;  // "R80711.csv.gz:17", the first line so dropped; the last one of a window

  bool operator==(const DropCount&) const = default;
};

// Adds one to `reason`.
void AddDrop(std::vector<DropCount>& dropped, const std::string& reason, std::string_view file,
             uint64_t line);
// Most rows first.
void SortDrops(std::vector<DropCount>& dropped);

// What became of every window that was begun.
struct WindowReport {
  uint64_t found = 0;              // begun: at a run's first row and every stride after it
  std::vector<DropCount> dropped;  // a window counts once

  bool operator==(const WindowReport&) const = default;
};

struct DataReport {
  std::vector<std::string> files;       // as read, in order
  uint64_t rows_found = 0;              // lines that are not blank, without the headers
  uint64_t rows_train = 0;              // with windows: windows, as they are the trainer's rows
  uint64_t rows_evaluate = 0;           // a row may serve both
  std::vector<DropCount> dropped;       // most rows first; a row counts once, under its first fault
  std::optional<WindowReport> windows;  // when the job has windows

  uint64_t rows_dropped() const;
  // Adds one row.
  void Drop(const std::string& reason, const std::string& file, uint64_t line);
  // "outside_valid:t 20, broken_line 1"; "none"
  std::string DropsText() const;
  // "13079 rows found, dropped: ...", with windows "; 2100 windows found, dropped: ..."
  std::string FoundText() const;
  // "690 windows to train on, 1400 to evaluate on; 13079 rows found, dropped: ..."
  std::string Text() const;
};

}  // namespace hansa::client
