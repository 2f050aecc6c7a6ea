#include "client/data/row_filter.h"

#include <sqlite3.h>

#include "client/data/expression.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

// Holds the order of the rows. Columns of a file are trimmed, so none is called so.
constexpr std::string_view kRowKey = "\" row\"";

}  // namespace

Result<RowFilter> RowFilter::Create(const std::vector<std::string>& expressions,
                                    const std::vector<std::string>& columns,
                                    uint64_t steps_per_row) {
  HANSA_CHECK(!expressions.empty());
  for (const std::string& expression : expressions) HANSA_TRY(ColumnsRead(expression, columns));
  RowFilter filter;
  filter.expressions_ = expressions;
  filter.steps_per_row_ = steps_per_row;
  filter.database_ = std::make_unique<sqlite::Database>(
      HANSA_TRY(sqlite::Database::Open(":memory:", sqlite::OpenMode::kReadWriteCreate)));
  Result<> prepared = filter.Prepare(columns);
  if (!prepared.ok()) return BadInput("the expressions cannot be used", prepared.error().why);
  return filter;
}

Result<> RowFilter::Prepare(const std::vector<std::string>& columns) {
  // No types: a value stays the number or the text that it is.
  std::string table = StrCat("CREATE TABLE ", kDataTable, " (", kRowKey, " INTEGER PRIMARY KEY");
  std::string insert = StrCat("INSERT INTO ", kDataTable, " VALUES (NULL");
  for (const std::string& column : columns) {
    table += ", " + QuotedName(column);
    insert += ", ?";
  }
  HANSA_TRY(database_->Exec("PRAGMA journal_mode = OFF"));
  HANSA_TRY(database_->Exec(table + ")"));
  guard_ = std::make_unique<SqlGuard>(*database_);
  guard_->AllowRowChanges(true);
  insert_ = std::make_unique<sqlite::Statement>(HANSA_TRY(database_->Prepare(insert + ")")));
  clear_ = std::make_unique<sqlite::Statement>(
      HANSA_TRY(database_->Prepare(StrCat("DELETE FROM ", kDataTable))));
  guard_->AllowRowChanges(false);

  std::string select;
  for (const std::string& expression : expressions_)
    select += StrCat(select.empty() ? "SELECT " : ", ", "(\n", expression, "\n)");
  select += StrCat(" FROM ", kDataTable, " ORDER BY ", kRowKey);
  select_ = std::make_unique<sqlite::Statement>(HANSA_TRY(database_->Prepare(select)));
  if (static_cast<size_t>(select_->columns()) != expressions_.size())
    return BadInput("", "one of them is more than one expression");
  return Success();
}

Result<> RowFilter::Add(std::span<const Cell> cells) {
  guard_->Allow(steps_per_row_ + 1000 + cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    const int parameter = static_cast<int>(i) + 1;
    if (cells[i].is_number) {
      insert_->BindReal(parameter, cells[i].number);
    } else {
      insert_->BindText(parameter, cells[i].text);
    }
  }
  ++rows_;
  return insert_->Run();
}

Result<std::vector<bool>> RowFilter::Evaluate() {
  std::vector<bool> truths;
  truths.reserve(rows_ * expressions_.size());
  guard_->Allow(rows_ * steps_per_row_);
  HANSA_TRY(ReadTruths(truths));
  guard_->Allow(limits::kExpressionStepsPerRow);
  HANSA_TRY(clear_->Run());
  HANSA_CHECK(truths.size() == rows_ * expressions_.size());
  rows_ = 0;
  return truths;
}

Result<> RowFilter::ReadTruths(std::vector<bool>& truths) {
  while (true) {
    Result<bool> row = select_->Step();
    if (!row.ok()) return LastFault();
    if (!*row) break;
    for (size_t i = 0; i < expressions_.size(); ++i) {
      const int column = static_cast<int>(i);
      if (!select_->IsNull(column) && !select_->IsNumber(column)) {
        return BadInput(StrCat("the expression \"", expressions_[i].substr(0, 200),
                               "\" cannot be used: it gives a text, not true or false"),
                        "", "Compare the text with another");
      }
      truths.push_back(!select_->IsNull(column) && select_->Real(column) != 0);
    }
  }
  select_->Reset();
  return Success();
}

Error RowFilter::LastFault() const {
  std::string expressions;
  for (const std::string& expression : expressions_)
    expressions += (expressions.empty() ? "" : "; ") + expression;
  if ((database_->last_code() & 0xff) == SQLITE_INTERRUPT) {
    return BadInput(
        "an expression takes too long",
        StrCat("more than ", steps_per_row_, " steps a row, or ", limits::kExpressionSeconds,
               " s for ", rows_, " rows (", expressions.substr(0, 400), ")"),
        "Write it simpler");
  }
  return BadInput(
      "an expression fails on the site's rows",
      StrCat(sqlite3_errmsg(database_->handle()), " (", expressions.substr(0, 400), ")"));
}

}  // namespace hansa::client
