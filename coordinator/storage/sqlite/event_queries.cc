#include "coordinator/storage/sqlite/event_queries.h"

#include <limits>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

Result<bool> IsKept(sqlite::Database& database, const EventLine& record) {
  sqlite::Statement select = HANSA_TRY(
      database.Prepare("SELECT 1 FROM events WHERE job_id = ? AND number = ? AND json = ?"));
  select.BindText(1, record.job_id).BindInt(2, static_cast<int64_t>(record.number));
  return select.BindText(3, record.json).Step();
}

}  // namespace

Result<> Write(sqlite::Database& database, const EventLine& record) {
  const std::string what =
      StrCat("event ", record.number, " of job ", record.job_id, " cannot be stored");
  if (record.number > std::numeric_limits<int64_t>::max())
    return Refused(what, "the number is too large");
  sqlite::Statement insert = HANSA_TRY(
      database.Prepare("INSERT INTO events SELECT job_id, ?2, ?3 FROM jobs WHERE job_id = ?1 AND "
                       "?2 > (SELECT coalesce(max(number), -1) FROM events WHERE job_id = ?1)"));
  insert.BindText(1, record.job_id).BindInt(2, static_cast<int64_t>(record.number));
  insert.BindText(3, record.json);
  HANSA_TRY(insert.Run());
  if (database.changes() == 1 || HANSA_TRY(IsKept(database, record))) return Success();
  return Refused(what, "the job is unknown, or its events are past this number");
}

Result<> Write(sqlite::Database& database, const EventsFiled& record) {
  sqlite::Statement erase = HANSA_TRY(database.Prepare("DELETE FROM events WHERE job_id = ?"));
  return erase.BindText(1, record.job_id).Run();
}

Result<std::vector<EventLine>> ReadEvents(sqlite::Database& database, const std::string& job_id) {
  std::vector<EventLine> events;
  sqlite::Statement select = HANSA_TRY(
      database.Prepare("SELECT number, json FROM events WHERE job_id = ? ORDER BY number"));
  select.BindText(1, job_id);
  while (HANSA_TRY(select.Step()))
    events.push_back({job_id, static_cast<uint64_t>(select.Int(0)), std::string(select.Text(1))});
  return events;
}

}  // namespace hansa::coordinator
