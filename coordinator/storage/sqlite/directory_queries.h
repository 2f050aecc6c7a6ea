#pragma once
// The authority's directory in the store (records.h has the rules).

#include <optional>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const DirectoryPublished& record);

Result<std::optional<DirectoryPublished>> ReadDirectory(sqlite::Database& database);

}  // namespace hansa::coordinator
