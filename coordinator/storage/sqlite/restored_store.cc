#include "coordinator/storage/sqlite/restored_store.h"

#include <limits>

#include "common/base/text.h"
#include "common/sqlite/schema.h"
#include "coordinator/storage/sqlite/schema_steps.h"
#include "coordinator/storage/sqlite/session_queries.h"

namespace hansa::coordinator {

Result<RestoredStore> PrepareRestoredStore(const std::string& path) {
  sqlite::Database database = HANSA_TRY(sqlite::OpenWithSchema(
      path, {.what = "the coordinator's store", .steps = kStoreSteps, .sole_owner = true}));
  sqlite::Transaction transaction = HANSA_TRY(sqlite::Transaction::Begin(database));
  const uint64_t last = HANSA_TRY(ReadLastSessionNumber(database));
  if (last > std::numeric_limits<int64_t>::max() - kSessionNumbersSkipped)
    return Refused("the store cannot be restored", StrCat("its last session number is ", last),
                   "Make a new coordinator");
  RestoredStore restored{.last_session_number = last + kSessionNumbersSkipped};
  restored.rounds_forgotten =
      static_cast<uint64_t>(HANSA_TRY(database.QueryInt("SELECT count(*) FROM rounds")));
  HANSA_TRY(database.Exec("DELETE FROM session_steps; DELETE FROM rounds"));
  HANSA_TRY(Write(database, SessionNumberTaken{restored.last_session_number}));
  HANSA_TRY(transaction.Commit());
  return restored;
}

}  // namespace hansa::coordinator
