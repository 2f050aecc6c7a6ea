#pragma once
// Jobs in the store (records.h has the rules).

#include <vector>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const v1::JobRecord& record);
Result<std::vector<v1::JobRecord>> ReadJobs(sqlite::Database& database);

}  // namespace hansa::coordinator
