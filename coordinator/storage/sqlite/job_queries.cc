#include "coordinator/storage/sqlite/job_queries.h"

#include "common/base/text.h"
#include "coordinator/storage/sqlite/round_queries.h"

namespace hansa::coordinator {
namespace {

Result<v1::JobRecord> ParseRecord(std::string_view job_id, ByteSpan bytes) {
  v1::JobRecord record;
  if (record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
      record.job_id() == job_id)
    return record;
  return BadInput(StrCat("cannot read job ", job_id, " from the store"), "its record is damaged",
                  "Restore the store from a backup");
}

}  // namespace

Result<> Write(sqlite::Database& database, const v1::JobRecord& record) {
  sqlite::Statement write =
      HANSA_TRY(database.Prepare("INSERT INTO jobs (job_id, toml, record) VALUES (?, ?, ?) "
                                 "ON CONFLICT (job_id) DO UPDATE SET record = excluded.record "
                                 "WHERE toml = excluded.toml"));
  write.BindText(1, record.job_id()).BindBlob(2, AsSpan(record.job_toml()));
  write.BindBlob(3, AsSpan(record.SerializeAsString()));
  HANSA_TRY(write.Run());
  if (database.changes() != 1)
    return Refused(StrCat("job ", record.job_id(), " cannot be stored"),
                   "it is there already with another job file");
  return record.state() == "running" ? Success() : ForgetRound(database, record.job_id());
}

Result<std::vector<v1::JobRecord>> ReadJobs(sqlite::Database& database) {
  std::vector<v1::JobRecord> jobs;
  sqlite::Statement select =
      HANSA_TRY(database.Prepare("SELECT job_id, record FROM jobs ORDER BY number"));
  while (HANSA_TRY(select.Step()))
    jobs.push_back(HANSA_TRY(ParseRecord(select.Text(0), select.Blob(1))));
  return jobs;
}

Result<bool> JobRuns(sqlite::Database& database, const std::string& job_id) {
  sqlite::Statement select =
      HANSA_TRY(database.Prepare("SELECT record FROM jobs WHERE job_id = ?"));
  if (!HANSA_TRY(select.BindText(1, job_id).Step())) return false;
  const v1::JobRecord record = HANSA_TRY(ParseRecord(job_id, select.Blob(0)));
  return record.state() == "running";
}

}  // namespace hansa::coordinator
