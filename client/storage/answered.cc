// The journal's markers of answered tasks.

#include "client/storage/journal.h"

namespace hansa::client {

Result<bool> Journal::Answered(ByteSpan task_digest, ByteSpan base_model_sha256,
                               ByteSpan data_digest) {
  sqlite::Statement select = HANSA_TRY(
      database_.Prepare("SELECT 1 FROM answered WHERE task_digest = ? AND base_model_sha256 = ? "
                        "AND data_digest = ?"));
  select.BindBlob(1, task_digest).BindBlob(2, base_model_sha256).BindBlob(3, data_digest);
  return select.Step();
}

Result<bool> Journal::MarkAnswered(const v1::AnsweredMarker& marker) {
  sqlite::Statement insert = HANSA_TRY(
      database_.Prepare("INSERT INTO answered VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"));
  insert.BindBlob(1, AsSpan(marker.task_digest()));
  insert.BindBlob(2, AsSpan(marker.base_model_sha256()));
  insert.BindBlob(3, AsSpan(marker.data_digest()));
  insert.BindInt(4, static_cast<int64_t>(marker.session_number()));
  insert.BindInt(5, marker.unix_ms());
  HANSA_TRY(insert.Run());
  return database_.changes() == 1;
}

Result<uint64_t> Journal::AnsweredBetween(UnixMillis since, UnixMillis until) {
  sqlite::Statement count =
      HANSA_TRY(database_.Prepare("SELECT count(*) FROM answered WHERE unix_ms BETWEEN ? AND ?"));
  HANSA_TRY(count.BindInt(1, since).BindInt(2, until).Step());
  return static_cast<uint64_t>(count.Int(0));
}

}  // namespace hansa::client
