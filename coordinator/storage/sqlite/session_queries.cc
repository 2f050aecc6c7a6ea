#include "coordinator/storage/sqlite/session_queries.h"

#include <limits>

#include "common/base/text.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const SessionNumberTaken& record) {
  const std::string what = StrCat("session number ", record.number, " cannot be taken");
  if (record.number == 0 || record.number > std::numeric_limits<int64_t>::max())
    return Refused(what, "it is not between 1 and 2^63 - 1");
  sqlite::Statement write = HANSA_TRY(
      database.Prepare("INSERT INTO last_session VALUES (1, ?) ON CONFLICT (one) DO UPDATE "
                       "SET number = excluded.number WHERE excluded.number > number"));
  write.BindInt(1, static_cast<int64_t>(record.number));
  HANSA_TRY(write.Run());
  if (database.changes() == 1) return Success();
  const uint64_t last = HANSA_TRY(ReadLastSessionNumber(database));
  return Refused(what, StrCat("the last one was ", last, "; every later one is larger"));
}

Result<uint64_t> ReadLastSessionNumber(sqlite::Database& database) {
  const int64_t number =
      HANSA_TRY(database.QueryInt("SELECT coalesce(max(number), 0) FROM last_session"));
  return static_cast<uint64_t>(number);
}

}  // namespace hansa::coordinator
