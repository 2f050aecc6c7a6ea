#pragma once
// Expressions of a job over batches of rows, in SQLite. Not thread-safe.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/data/sql_guard.h"
#include "common/base/limits.h"
#include "common/base/result.h"
#include "common/sqlite/database.h"

namespace hansa::client {

// A number where the field is one (ParseNumber), else text.
struct Cell {
  bool is_number = false;
  double number = 0;
  std::string_view text;
};

class RowFilter {
 public:
  // `columns`: those that the expressions read, at least all of them (ColumnsRead). Every
  // expression is checked here again.
  static Result<RowFilter> Create(const std::vector<std::string>& expressions,
                                  const std::vector<std::string>& columns,
                                  uint64_t steps_per_row = limits::kExpressionStepsPerRow);

  // One cell a column, in the order of `columns`.
  Result<> Add(std::span<const Cell> cells);

  // For every row added, in order: for every expression, is it true? Neither 0 nor NULL is. Forgets
  // the rows. kBadInput: an expression gives a text, or takes too long.
  Result<std::vector<bool>> Evaluate();

 private:
  RowFilter() = default;
  Result<> Prepare(const std::vector<std::string>& columns);
  Result<> ReadTruths(std::vector<bool>& truths);
  Error LastFault() const;

  std::vector<std::string> expressions_;
  uint64_t steps_per_row_ = 0;
  uint64_t rows_ = 0;
  // In this order: the guard and the statements go before their database.
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<SqlGuard> guard_;
  std::unique_ptr<sqlite::Statement> insert_, select_, clear_;
};

}  // namespace hansa::client
