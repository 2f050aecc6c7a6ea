#include "coordinator/storage/sqlite/event_queries.h"

#include "common/base/text.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const EventLine& record) {
  sqlite::Statement insert = HANSA_TRY(
      database.Prepare("INSERT INTO events VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = json "
                       "WHERE json = excluded.json"));
  insert.BindText(1, record.job_id).BindInt(2, static_cast<int64_t>(record.number));
  insert.BindText(3, record.json);
  HANSA_TRY(insert.Run());
  if (database.changes() == 1) return Success();
  return Refused(StrCat("event ", record.number, " of job ", record.job_id, " cannot be stored"),
                 "another one has this number");
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
