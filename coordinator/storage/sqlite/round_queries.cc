#include "coordinator/storage/sqlite/round_queries.h"

#include <set>

#include "common/base/text.h"
#include "coordinator/storage/sqlite/job_queries.h"

namespace hansa::coordinator {
namespace {

Result<> Delete(sqlite::Database& database, std::string_view sql, const std::string& job_id) {
  sqlite::Statement erase = HANSA_TRY(database.Prepare(sql));
  return erase.BindText(1, job_id).Run();
}

Result<> MustRun(sqlite::Database& database, const std::string& job_id, const char* what) {
  if (HANSA_TRY(JobRuns(database, job_id))) return Success();
  return Refused(StrCat(what, " of job ", job_id, " cannot be stored"), "no such job is running");
}

Result<std::vector<std::string>> SessionsOf(sqlite::Database& database, const std::string& job_id) {
  std::vector<std::string> sessions;
  sqlite::Statement select = HANSA_TRY(
      database.Prepare("SELECT DISTINCT params_hash FROM session_steps WHERE job_id = ?"));
  select.BindText(1, job_id);
  while (HANSA_TRY(select.Step())) sessions.push_back(std::string(AsView(select.Blob(0))));
  return sessions;
}

// Those that the round does not name are over.
Result<> ForgetOtherSessions(sqlite::Database& database, const v1::RoundRecord& record) {
  const std::set<std::string_view> named(record.sessions().begin(), record.sessions().end());
  for (const std::string& session : HANSA_TRY(SessionsOf(database, record.job_id()))) {
    if (named.contains(session)) continue;
    sqlite::Statement forget = HANSA_TRY(
        database.Prepare("DELETE FROM session_steps WHERE job_id = ? AND params_hash = ?"));
    HANSA_TRY(forget.BindText(1, record.job_id()).BindBlob(2, AsSpan(session)).Run());
  }
  return Success();
}

Error Damaged(const std::string& what) {
  return BadInput(StrCat("cannot read ", what, " from the store"), "its record is damaged",
                  "Restore the store from a backup");
}

}  // namespace

Result<> Write(sqlite::Database& database, const v1::RoundRecord& record) {
  HANSA_TRY(MustRun(database, record.job_id(), "the round"));
  sqlite::Statement write =
      HANSA_TRY(database.Prepare("INSERT INTO rounds VALUES (?, ?) "
                                 "ON CONFLICT (job_id) DO UPDATE SET record = excluded.record"));
  write.BindText(1, record.job_id()).BindBlob(2, AsSpan(record.SerializeAsString()));
  HANSA_TRY(write.Run());
  return ForgetOtherSessions(database, record);
}

Result<> Write(sqlite::Database& database, const v1::SessionStepRecord& record) {
  HANSA_TRY(MustRun(database, record.job_id(), "a step of a session"));
  if (record.step_case() == v1::SessionStepRecord::STEP_NOT_SET)
    return Refused("a step of a session cannot be stored", "it says nothing");
  sqlite::Statement insert =
      HANSA_TRY(database.Prepare("INSERT INTO session_steps (job_id, params_hash, step, record) "
                                 "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"));
  insert.BindText(1, record.job_id()).BindBlob(2, AsSpan(record.params_hash()));
  insert.BindInt(3, record.step_case()).BindBlob(4, AsSpan(record.SerializeAsString()));
  HANSA_TRY(insert.Run());
  if (database.changes() == 1) return Success();
  return Refused(StrCat("a step of a session of job ", record.job_id(), " cannot be stored"),
                 "it is there already; what was said is never said otherwise");
}

Result<> ForgetRound(sqlite::Database& database, const std::string& job_id) {
  HANSA_TRY(Delete(database, "DELETE FROM session_steps WHERE job_id = ?", job_id));
  return Delete(database, "DELETE FROM rounds WHERE job_id = ?", job_id);
}

Result<std::vector<v1::RoundRecord>> ReadRounds(sqlite::Database& database) {
  std::vector<v1::RoundRecord> rounds;
  sqlite::Statement select =
      HANSA_TRY(database.Prepare("SELECT job_id, record FROM rounds ORDER BY job_id"));
  while (HANSA_TRY(select.Step())) {
    const ByteSpan bytes = select.Blob(1);
    if (!rounds.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        rounds.back().job_id() != select.Text(0))
      return Damaged(StrCat("the round of job ", select.Text(0)));
  }
  return rounds;
}

Result<std::vector<v1::SessionStepRecord>> ReadSessionSteps(sqlite::Database& database,
                                                            const std::string& job_id) {
  std::vector<v1::SessionStepRecord> steps;
  sqlite::Statement select = HANSA_TRY(
      database.Prepare("SELECT record FROM session_steps WHERE job_id = ? ORDER BY number"));
  select.BindText(1, job_id);
  while (HANSA_TRY(select.Step())) {
    const ByteSpan bytes = select.Blob(0);
    if (!steps.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        steps.back().job_id() != job_id)
      return Damaged(StrCat("a session of job ", job_id));
  }
  return steps;
}

}  // namespace hansa::coordinator
