#pragma once
// How fast the fleet was, in the store (records.h has the rule).

#include <vector>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const Measurement& record);
Result<std::vector<Measurement>> ReadMeasurements(sqlite::Database& database);

}  // namespace hansa::coordinator
