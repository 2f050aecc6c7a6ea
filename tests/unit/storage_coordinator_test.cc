#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/unit/storage_folder.h"

namespace hansa::coordinator {
namespace {

// What SqliteStore does beyond every store (tests/storage).
class SqliteStoreTest : public StorageFolder {};

TEST_F(SqliteStoreTest, HasOneOwner) {
  const auto first = SqliteStore::Open(Path("store.db"));
  ASSERT_TRUE(first.ok()) << first.error().Text();
  const auto second = SqliteStore::Open(Path("store.db"));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(second.error().Text(), testing::HasSubstr("another process has it open"));
}

}  // namespace
}  // namespace hansa::coordinator
