// What this site signed in sessions, to be held against their transcripts.

#include "client/storage/said.h"

#include "client/storage/journal.h"

namespace hansa::client {

Result<> Journal::NoteSaid(const SaidInSession& said) {
  for (const auto& [step, payload] : said.payloads) {
    sqlite::Statement insert = HANSA_TRY(
        database_.Prepare("INSERT INTO said VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"));
    insert.BindBlob(1, said.params_hash).BindInt(2, step);
    insert.BindInt(3, static_cast<int64_t>(said.session_number)).BindInt(4, said.unix_ms);
    insert.BindBlob(5, AsSpan(payload));
    HANSA_TRY(insert.Run());
  }
  return Success();
}

Result<SaidInSession> Journal::Said(ByteSpan params_hash) {
  SaidInSession said{.params_hash = {params_hash.begin(), params_hash.end()}};
  sqlite::Statement select = HANSA_TRY(database_.Prepare(
      "SELECT step, session_number, unix_ms, payload FROM said WHERE params_hash = ?"));
  select.BindBlob(1, params_hash);
  while (HANSA_TRY(select.Step())) {
    said.session_number = static_cast<uint64_t>(select.Int(1));
    said.unix_ms = select.Int(2);
    said.payloads[static_cast<int>(select.Int(0))] = ToString(select.Blob(3));
  }
  return said;
}

}  // namespace hansa::client
