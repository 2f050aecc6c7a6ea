// The journal's account of what left this machine.

#include "client/storage/outbound.h"

#include <algorithm>

#include "client/storage/journal.h"

namespace hansa::client {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO outbound (unix_ms, kind, job, columns, rows_used, bytes, session_number, answer) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view kSelectNewest =
    "SELECT number, unix_ms, kind, job, columns, rows_used, bytes, session_number, answer "
    "FROM outbound ORDER BY number DESC LIMIT ?";

OutboundEntry ReadEntry(const sqlite::Statement& row) {
  OutboundEntry entry;
  entry.number = static_cast<uint64_t>(row.Int(0));
  entry.unix_ms = row.Int(1);
  entry.kind = row.Text(2);
  entry.job = row.Text(3);
  entry.columns = row.Text(4);
  entry.rows_used = static_cast<uint64_t>(row.Int(5));
  entry.bytes = static_cast<uint64_t>(row.Int(6));
  entry.session_number = static_cast<uint64_t>(row.Int(7));
  entry.answer = row.Text(8);
  return entry;
}

}  // namespace

Result<> Journal::AppendOutbound(const OutboundEntry& entry) {
  sqlite::Statement insert = HANSA_TRY(database_.Prepare(kInsert));
  insert.BindInt(1, entry.unix_ms).BindText(2, entry.kind).BindText(3, entry.job);
  insert.BindText(4, entry.columns).BindInt(5, static_cast<int64_t>(entry.rows_used));
  insert.BindInt(6, static_cast<int64_t>(entry.bytes));
  insert.BindInt(7, static_cast<int64_t>(entry.session_number)).BindText(8, entry.answer);
  return insert.Run();
}

Result<std::vector<OutboundEntry>> Journal::Outbound(size_t most) {
  std::vector<OutboundEntry> entries;
  sqlite::Statement select = HANSA_TRY(database_.Prepare(kSelectNewest));
  select.BindInt(1, static_cast<int64_t>(std::min(most, kListing)));
  while (HANSA_TRY(select.Step())) entries.push_back(ReadEntry(select));
  std::reverse(entries.begin(), entries.end());
  return entries;
}

}  // namespace hansa::client
