#pragma once
// A database file that is a program's memory: write-ahead log, every commit synced to disk before
// it returns, checked at open, brought to the newest schema by numbered steps.

#include <span>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/sqlite/database.h"

namespace hansa::sqlite {

struct SchemaOptions {
  std::string_view what;  // for messages: "the coordinator's store"
  // Step i brings version i to i + 1 (PRAGMA user_version). Steps are never edited once released.
  std::span<const std::string_view> steps;
  bool sole_owner = false;    // no second process may open it meanwhile
  const char* vfs = nullptr;  // as in Database::Open
};

// Fails with kBadInput when the file is damaged, not a database, newer than this program, or (with
// `sole_owner`) in use.
Result<Database> OpenWithSchema(const std::string& path, const SchemaOptions& options);

}  // namespace hansa::sqlite
