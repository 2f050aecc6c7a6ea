#pragma once
// The last session number taken (records.h has the rule).

#include <cstdint>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const SessionNumberTaken& record);
Result<uint64_t> ReadLastSessionNumber(sqlite::Database& database);

}  // namespace hansa::coordinator
