#include "common/sqlite/statement.h"

#include <sqlite3.h>

#include "common/base/text.h"
#include "common/sqlite/error.h"

namespace hansa::sqlite {

void Statement::Finalize::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

Statement& Statement::Note(int code) {
  if (code != SQLITE_OK && bind_code_ == SQLITE_OK) bind_code_ = code;
  return *this;
}

Statement& Statement::BindInt(int parameter, int64_t value) {
  return Note(sqlite3_bind_int64(handle_.get(), parameter, value));
}

Statement& Statement::BindReal(int parameter, double value) {
  return Note(sqlite3_bind_double(handle_.get(), parameter, value));
}

// A null data pointer would bind NULL instead of an empty value.
Statement& Statement::BindText(int parameter, std::string_view value) {
  const char* data = value.empty() ? "" : value.data();
  return Note(sqlite3_bind_text64(handle_.get(), parameter, data, value.size(), SQLITE_TRANSIENT,
                                  SQLITE_UTF8));
}

Statement& Statement::BindBlob(int parameter, ByteSpan value) {
  const void* data = value.empty() ? static_cast<const void*>("") : value.data();
  return Note(sqlite3_bind_blob64(handle_.get(), parameter, data, value.size(), SQLITE_TRANSIENT));
}

Statement& Statement::BindNull(int parameter) {
  return Note(sqlite3_bind_null(handle_.get(), parameter));
}

Result<bool> Statement::Step() {
  if (bind_code_ != SQLITE_OK)
    return WorkFailed("a database parameter was refused", sqlite3_errstr(bind_code_));
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* database = sqlite3_db_handle(handle_.get());
  return ErrorOf(database, "a database statement failed",
                 StrCat(sqlite3_errmsg(database), " (", sqlite3_sql(handle_.get()), ")"));
}

Result<> Statement::Run() {
  while (true) {
    Result<bool> row = Step();
    if (!row.ok()) {
      Reset();
      return std::move(row).error();
    }
    if (!*row) break;
  }
  Reset();
  return Success();
}

void Statement::Reset() {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
  bind_code_ = SQLITE_OK;
}

int64_t Statement::Int(int column) const { return sqlite3_column_int64(handle_.get(), column); }

double Statement::Real(int column) const { return sqlite3_column_double(handle_.get(), column); }

std::string_view Statement::Text(int column) const {
  const unsigned char* text = sqlite3_column_text(handle_.get(), column);
  if (text == nullptr) return {};
  const auto size = static_cast<size_t>(sqlite3_column_bytes(handle_.get(), column));
  return {reinterpret_cast<const char*>(text), size};
}

ByteSpan Statement::Blob(int column) const {
  const void* data = sqlite3_column_blob(handle_.get(), column);
  if (data == nullptr) return {};
  const auto size = static_cast<size_t>(sqlite3_column_bytes(handle_.get(), column));
  return {static_cast<const uint8_t*>(data), size};
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

bool Statement::IsNumber(int column) const {
  const int type = sqlite3_column_type(handle_.get(), column);
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

int Statement::columns() const { return sqlite3_column_count(handle_.get()); }

std::string Statement::column_name(int column) const {
  const char* name = sqlite3_column_name(handle_.get(), column);
  return name == nullptr ? "" : name;
}

bool Statement::read_only() const { return sqlite3_stmt_readonly(handle_.get()) != 0; }

}  // namespace hansa::sqlite
