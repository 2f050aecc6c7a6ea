// The journal's highest session number of each coordinator.

#include <limits>

#include "client/storage/journal.h"

namespace hansa::client {

Result<uint64_t> Journal::HighestSession(ByteSpan coordinator_key) {
  sqlite::Statement select =
      HANSA_TRY(database_.Prepare("SELECT highest FROM sessions WHERE coordinator_key = ?"));
  const bool found = HANSA_TRY(select.BindBlob(1, coordinator_key).Step());
  return found ? static_cast<uint64_t>(select.Int(0)) : uint64_t{0};
}

Result<bool> Journal::EnterSession(ByteSpan coordinator_key, uint64_t number) {
  if (number == 0 || number > std::numeric_limits<int64_t>::max()) return false;
  sqlite::Statement write = HANSA_TRY(
      database_.Prepare("INSERT INTO sessions VALUES (?, ?) ON CONFLICT (coordinator_key) "
                        "DO UPDATE SET highest = excluded.highest "
                        "WHERE excluded.highest > highest"));
  write.BindBlob(1, coordinator_key).BindInt(2, static_cast<int64_t>(number));
  HANSA_TRY(write.Run());
  return database_.changes() == 1;
}

}  // namespace hansa::client
