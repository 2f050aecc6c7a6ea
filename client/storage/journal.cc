#include "client/storage/journal.h"

#include "client/storage/schema_steps.h"
#include "common/sqlite/schema.h"

namespace hansa::client {

Result<std::unique_ptr<Journal>> Journal::Open(const std::string& path, const char* vfs) {
  sqlite::Database database = HANSA_TRY(sqlite::OpenWithSchema(
      path, {.what = "the site's journal", .steps = kJournalSteps, .vfs = vfs}));
  std::unique_ptr<Journal> journal(new Journal(std::move(database)));
  HANSA_TRY(journal->FindPlace(path));
  return journal;
}

}  // namespace hansa::client
