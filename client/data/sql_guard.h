#pragma once
// What keeps SQL from a job inside its bounds: an authorizer, SQLite's own limits, a budget of
// steps and of time. https://sqlite.org/c3ref/set_authorizer.html

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/sqlite/database.h"

namespace hansa::client {

inline constexpr std::string_view kDataTable = "data";

// "name" with its quotes doubled.
std::string QuotedName(std::string_view name);

// Watches one connection from construction on: statements prepared later may only SELECT from
// kDataTable and call the allowed functions. (Those prepared before are prepared anew, so they are
// watched too.) Destroy it before the connection.
class SqlGuard {
 public:
  explicit SqlGuard(sqlite::Database& database);
  ~SqlGuard();
  SqlGuard(const SqlGuard&) = delete;
  SqlGuard& operator=(const SqlGuard&) = delete;

  // For our own statements: while on, rows of kDataTable may be inserted and deleted.
  void AllowRowChanges(bool on) { row_changes_ = on; }

  // Columns that the statements prepared since then read.
  const std::set<std::string>& columns_read() const { return columns_read_; }

  // From here on statements stop with SQLITE_INTERRUPT after this many steps, or when
  // limits::kExpressionSeconds have passed.
  void Allow(uint64_t steps);

 private:
  static int Authorize(void* self, int action, const char* first, const char* second,
                       const char* database, const char* trigger);
  static int Progress(void* self);

  sqlite::Database& database_;
  std::set<std::string> columns_read_;
  bool row_changes_ = false;
  int64_t steps_left_ = 0;
  Instant end_;
};

}  // namespace hansa::client
