#pragma once
// Model versions in the store: immutable (records.h has the rules).

#include <vector>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const v1::VersionRecord& record);
Result<std::vector<v1::VersionRecord>> ReadVersions(sqlite::Database& database);

}  // namespace hansa::coordinator
