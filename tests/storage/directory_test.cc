#include "tests/storage/store_test.h"

namespace hansa::coordinator {
namespace {

using namespace sample;

TEST_P(StoreTest, KeepsTheNewestDirectory) {
  EXPECT_EQ(*store_->Directory(), std::nullopt);
  Must({Invitation(kSite, 1), Invitation(kOther, 2), Listed(1, {kSite, kOther})});
  Reopen();
  EXPECT_EQ(*store_->Directory(), Listed(1, {kSite, kOther}));
  Must({Listed(5, {kOther}, "next")});
  Reopen();
  EXPECT_EQ(*store_->Directory(), Listed(5, {kOther}, "next"));
  Must({Listed(6, {})});
  Reopen();
  EXPECT_EQ(*store_->Directory(), Listed(6, {}));
}

TEST_P(StoreTest, ADirectoryIsReplacedByANewerOneOnly) {
  Must({Invitation(kSite, 1), Invitation(kOther, 2), Listed(5, {kSite})});
  Must({Listed(5, {kSite})});  // the same again
  ExpectRefused({Listed(5, {kOther})});
  ExpectRefused({Listed(5, {kSite}, "other bytes")});
  ExpectRefused({Listed(4, {kSite})});
  ExpectRefused({Listed(UINT64_MAX, {kSite})});
  EXPECT_EQ(*store_->Directory(), Listed(5, {kSite}));
}

TEST_P(StoreTest, ADirectoryListsInvitedSitesOnly) {
  ExpectRefused({Listed(1, {kSite})});
  Must({Invitation(kSite, 1), Listed(1, {kSite})});
  ExpectRefused({Listed(2, {kSite, kOther})});
  EXPECT_EQ(*store_->Directory(), Listed(1, {kSite}));
}

}  // namespace
}  // namespace hansa::coordinator
