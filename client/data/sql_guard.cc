#include "client/data/sql_guard.h"

#include <sqlite3.h>

#include <algorithm>

#include "client/data/expression.h"
#include "common/base/limits.h"

namespace hansa::client {
namespace {

constexpr int kStepsPerCheck = 1000;

void SetLimits(sqlite3* handle) {
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, static_cast<int>(limits::kExpressionValueBytes));
  sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 100);
  sqlite3_limit(handle, SQLITE_LIMIT_COMPOUND_SELECT, 1);
  sqlite3_limit(handle, SQLITE_LIMIT_FUNCTION_ARG, 16);
  sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 128);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
  sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0);
}

bool IsAllowedFunction(std::string_view name) {
  const std::vector<std::string>& allowed = AllowedFunctions();
  return std::binary_search(allowed.begin(), allowed.end(), name);
}

}  // namespace

std::string QuotedName(std::string_view name) {
  std::string quoted = "\"";
  for (char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

SqlGuard::SqlGuard(sqlite::Database& database) : database_(database) {
  Allow(limits::kExpressionStepsPerRow);  // newer versions count the steps of parsing too
  SetLimits(database.handle());
  sqlite3_set_authorizer(database.handle(), &SqlGuard::Authorize, this);
  sqlite3_progress_handler(database.handle(), kStepsPerCheck, &SqlGuard::Progress, this);
}

SqlGuard::~SqlGuard() {
  sqlite3_set_authorizer(database_.handle(), nullptr, nullptr);
  sqlite3_progress_handler(database_.handle(), 0, nullptr, nullptr);
}

void SqlGuard::Allow(uint64_t steps) {
  steps_left_ = static_cast<int64_t>(steps);
  end_ = ReadClocks().instant + seconds(limits::kExpressionSeconds);
}

int SqlGuard::Authorize(void* self, int action, const char* first, const char* second,
                        const char* /*database*/, const char* /*trigger*/) {
  if (action == SQLITE_SELECT) return SQLITE_OK;
  if (action == SQLITE_FUNCTION) return IsAllowedFunction(second) ? SQLITE_OK : SQLITE_DENY;
  auto* guard = static_cast<SqlGuard*>(self);
  if (guard->row_changes_ && first == kDataTable &&
      (action == SQLITE_INSERT || action == SQLITE_DELETE))
    return SQLITE_OK;
  if (action != SQLITE_READ || first != kDataTable) return SQLITE_DENY;
  // An empty name stands for the table itself ("1 > 0" reads no column).
  if (*second != '\0') guard->columns_read_.insert(second);
  return SQLITE_OK;
}

int SqlGuard::Progress(void* self) {
  auto* guard = static_cast<SqlGuard*>(self);
  guard->steps_left_ -= kStepsPerCheck;
  return guard->steps_left_ < 0 || ReadClocks().instant > guard->end_ ? 1 : 0;
}

}  // namespace hansa::client
