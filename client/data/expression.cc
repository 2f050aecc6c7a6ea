#include "client/data/expression.h"

#include <algorithm>
#include <cctype>

#include "client/data/sql_guard.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/sqlite/database.h"

namespace hansa::client {
namespace {

// A table needs one column that is not generated. Names from files are trimmed, so none is like it.
constexpr std::string_view kOwnColumn = "\" own\"";

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// Columns whose name stands somewhere in the expression and that SQLite can tell apart: so a file
// may have more columns than a table.
std::vector<std::string> Mentioned(std::string_view expression,
                                   const std::vector<std::string>& columns) {
  const std::string text = LowerCase(expression);
  std::vector<std::string> names;
  std::vector<std::string> lower;
  lower.reserve(columns.size());
  for (const std::string& column : columns) lower.push_back(LowerCase(column));
  for (size_t i = 0; i < columns.size(); ++i) {
    const bool clashes = std::count(lower.begin(), lower.end(), lower[i]) > 1;
    if (!columns[i].empty() && !clashes && text.find(lower[i]) != std::string::npos)
      names.push_back(columns[i]);
  }
  return names;
}

std::string TableOf(const std::vector<std::string>& columns, std::string_view more) {
  std::string sql = StrCat("CREATE TABLE ", kDataTable, " (");
  for (const std::string& column : columns) sql += QuotedName(column) + ", ";
  return StrCat(sql, more, ")");
}

Error NotAllowed(std::string_view expression, std::string why) {
  // SQLite speaks of the scratch table; the reader does not know of it.
  const std::string scratch = " in generated columns";
  const size_t at = why.find(scratch);
  if (at != std::string::npos) why.replace(at, scratch.size(), "");
  std::string functions;
  for (const std::string& name : AllowedFunctions())
    functions += (functions.empty() ? "" : ", ") + name;
  return BadInput(
      StrCat("the expression \"", expression.substr(0, 200), "\" cannot be used: ", why), "",
      StrCat("It must be one SQL expression over the columns of a row. Functions: ", functions));
}

Error Explained(std::string_view expression, const Error& sqlite_error,
                const std::vector<std::string>& columns) {
  Error error = NotAllowed(expression, sqlite_error.why);
  constexpr std::string_view kNoColumn = "no such column: ";
  if (sqlite_error.why.starts_with(kNoColumn)) {
    const std::string nearest = NearestWord(sqlite_error.why.substr(kNoColumn.size()), columns);
    error.next = nearest.empty() ? "Texts are written in single quotes"
                                 : StrCat("Did you mean ", nearest, "?");
  }
  return error;
}

// SQLite admits neither subqueries nor parameters, aggregates or anything random in a generated
// column. An expression that closes the parenthesis and opens another would make one column more.
Result<> FitsGeneratedColumn(const std::string& wrapped, const std::vector<std::string>& names) {
  sqlite::Database scratch =
      HANSA_TRY(sqlite::Database::Open(":memory:", sqlite::OpenMode::kReadWriteCreate));
  sqlite::Statement create = HANSA_TRY(
      scratch.Prepare(TableOf(names, StrCat(kOwnColumn, ", \" value\" AS ", wrapped, " VIRTUAL"))));
  HANSA_TRY(create.Run());
  sqlite::Statement all = HANSA_TRY(scratch.Prepare(StrCat("SELECT * FROM ", kDataTable)));
  if (static_cast<size_t>(all.columns()) != names.size() + 2)
    return BadInput("", "it is more than one expression");
  return Success();
}

Result<std::set<std::string>> ReadByQuery(const std::string& wrapped,
                                          const std::vector<std::string>& names) {
  sqlite::Database scratch =
      HANSA_TRY(sqlite::Database::Open(":memory:", sqlite::OpenMode::kReadWriteCreate));
  HANSA_TRY(scratch.Exec(TableOf(names, kOwnColumn)));
  SqlGuard guard(scratch);
  sqlite::Statement query =
      HANSA_TRY(scratch.Prepare(StrCat("SELECT ", wrapped, " FROM ", kDataTable)));
  if (query.columns() != 1) return BadInput("", "it is more than one expression");
  return guard.columns_read();
}

}  // namespace

const std::vector<std::string>& AllowedFunctions() {
  static const std::vector<std::string> kFunctions = {
      "abs",     "ceil",   "coalesce", "cos",  "exp",    "floor", "glob", "ifnull", "iif",
      "instr",   "length", "like",     "ln",   "lower",  "max",   "min",  "nullif", "pow",
      "radians", "round",  "sin",      "sqrt", "substr", "trim",  "upper"};
  return kFunctions;
}

Result<std::vector<std::string>> ColumnsRead(std::string_view expression,
                                             const std::vector<std::string>& columns) {
  if (expression.size() > limits::kExpressionBytes) {
    return NotAllowed(expression, StrCat("it has ", expression.size(), " bytes, the limit is ",
                                         limits::kExpressionBytes));
  }
  if (expression.find('\0') != std::string_view::npos)
    return NotAllowed(expression.substr(0, expression.find('\0')), "it has a NUL byte");
  const std::vector<std::string> names = Mentioned(expression, columns);
  // The line end closes a comment that would swallow the parenthesis.
  const std::string wrapped = StrCat("(\n", expression, "\n)");
  Result<> fits = FitsGeneratedColumn(wrapped, names);
  if (!fits.ok()) return Explained(expression, fits.error(), columns);
  Result<std::set<std::string>> read = ReadByQuery(wrapped, names);
  if (!read.ok()) return Explained(expression, read.error(), columns);
  std::vector<std::string> result;
  for (const std::string& name : names)
    if (read->erase(name) > 0) result.push_back(name);
  if (!read->empty()) return NotAllowed(expression, "it reads what is not a column of a row");
  return result;
}

}  // namespace hansa::client
