#pragma once
// Events of running jobs in the store (records.h has the rules).

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const EventLine& record);
Result<> Write(sqlite::Database& database, const EventsFiled& record);
Result<std::vector<EventLine>> ReadEvents(sqlite::Database& database, const std::string& job_id);

}  // namespace hansa::coordinator
