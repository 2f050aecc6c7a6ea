#pragma once
// A small table for people: columns as wide as their widest cell, numbers to the right.

#include <string>
#include <vector>

namespace hansa::terminal {

class Table {
 public:
  // A header that starts with '>' aligns its column to the right.
  explicit Table(std::vector<std::string> headers);
  // Cells may hold anything (PlainText of common/base/text.h is shown).
  void AddRow(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  // Lines with a trailing newline each; two spaces between columns.
  std::string Text() const;

 private:
  std::vector<std::string> headers_;
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

// Fixed-point text with `decimals` digits.
std::string Fixed(double value, int decimals);

}  // namespace hansa::terminal
