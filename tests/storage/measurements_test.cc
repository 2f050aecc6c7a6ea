#include "tests/storage/store_test.h"

namespace hansa::coordinator {
namespace {

using namespace sample;

TEST_P(StoreTest, AMeasurementIsOfTheLatestTime) {
  Must({Measurement{3, "", kSite, 5}, Measurement{1, "wind", kSite, 70}});
  Must({Measurement{3, "", kSite, 6}, Measurement{1, "wind", kOther, 80},
        Measurement{2, "wind", "", 9}});
  ExpectRefused({Measurement{3, "", kSite, UINT64_MAX}});
  Reopen();
  EXPECT_EQ(
      *store_->Measurements(),
      (std::vector<Measurement>{
          {1, "wind", kSite, 70}, {1, "wind", kOther, 80}, {2, "wind", "", 9}, {3, "", kSite, 6}}));
}

}  // namespace
}  // namespace hansa::coordinator
