#pragma once
// Jobs in the store (records.h has the rules).

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const v1::JobRecord& record);
Result<std::vector<v1::JobRecord>> ReadJobs(sqlite::Database& database);
// False for a job that is over, or unknown.
Result<bool> JobRuns(sqlite::Database& database, const std::string& job_id);

}  // namespace hansa::coordinator
