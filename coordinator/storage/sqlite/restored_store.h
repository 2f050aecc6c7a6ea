#pragma once
// A store that comes from a backup, made fit to go on.

#include <cstdint>
#include <string>

#include "common/base/result.h"

namespace hansa::coordinator {

// How far the last session number moves on. Numbers that were taken after the backup are known to
// sites and to nobody else: one a session, and nobody runs 2^32 sessions between two backups.
inline constexpr uint64_t kSessionNumbersSkipped = uint64_t{1} << 32;

struct RestoredStore {
  uint64_t rounds_forgotten = 0;
  uint64_t last_session_number = 0;
};

// Forgets every round and session under way, which went on without this store, and skips session
// numbers. Jobs that were running go on with their next round.
Result<RestoredStore> PrepareRestoredStore(const std::string& path);

}  // namespace hansa::coordinator
