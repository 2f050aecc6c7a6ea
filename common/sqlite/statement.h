#pragma once
// One prepared SQL statement. Parameters count from 1, columns from 0, as in SQLite. A failed bind
// is reported by the next Step. Must not outlive its Database.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/bytes.h"
#include "common/base/result.h"

struct sqlite3_stmt;

namespace hansa::sqlite {

class Database;

class Statement {
 public:
  Statement& BindInt(int parameter, int64_t value);
  Statement& BindReal(int parameter, double value);
  Statement& BindText(int parameter, std::string_view value);  // copied
  Statement& BindBlob(int parameter, ByteSpan value);          // copied
  Statement& BindNull(int parameter);

  // True: there is a row to read. False: done.
  Result<bool> Step();
  // Steps to the end and makes the statement ready for new parameters.
  Result<> Run();
  // Ready to run again; parameters become NULL.
  void Reset();

  // Of the current row; text and blobs are valid until the next Step or Reset.
  int64_t Int(int column) const;
  double Real(int column) const;
  std::string_view Text(int column) const;
  ByteSpan Blob(int column) const;
  bool IsNull(int column) const;
  bool IsNumber(int column) const;  // integer or real

  int columns() const;
  std::string column_name(int column) const;
  bool read_only() const;

  sqlite3_stmt* handle() const { return handle_.get(); }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const;
  };
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  Statement& Note(int code);

  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  int bind_code_ = 0;
};

}  // namespace hansa::sqlite
