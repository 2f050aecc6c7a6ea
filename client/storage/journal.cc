#include "client/storage/journal.h"

#include "client/storage/schema_steps.h"
#include "common/sqlite/schema.h"

namespace hansa::client {

Result<std::unique_ptr<Journal>> Journal::Open(const std::string& path) {
  sqlite::Database database = HANSA_TRY(
      sqlite::OpenWithSchema(path, {.what = "the site's journal", .steps = kJournalSteps}));
  return std::unique_ptr<Journal>(new Journal(std::move(database)));
}

}  // namespace hansa::client
