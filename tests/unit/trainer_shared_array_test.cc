#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <vector>

#include "client/trainer/shared_array.h"
#include "common/base/limits.h"

namespace hansa::client {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;

UniqueFd Duplicate(int fd) { return UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 0)); }

TEST(SharedArray, GivesBackWhatWasPutIn) {
  const std::vector<float> values{1.5f, -2.0f, 0.0f, 3e38f, -0.0f, 1e-40f};
  SharedArray array = SharedArray::Copy(values, 2, 3).value();
  EXPECT_EQ(array.rows(), 2u);
  EXPECT_EQ(array.columns(), 3u);
  EXPECT_THAT(array.Values().value(), ElementsAreArray(values));
  MappedArray mapped = MappedArray::Map(array).value();
  EXPECT_THAT(mapped.values(), ElementsAreArray(values));
}

TEST(SharedArray, CannotBeChangedByAnyHolder) {
  SharedArray array = SharedArray::Copy(std::vector<float>{1, 2, 3}).value();
  const float other = 9;
  EXPECT_LT(::pwrite(array.fd(), &other, sizeof(other), 0), 0);
  EXPECT_NE(::ftruncate(array.fd(), 4), 0);
  EXPECT_NE(::ftruncate(array.fd(), 4096), 0);
  EXPECT_EQ(::mmap(nullptr, 12, PROT_READ | PROT_WRITE, MAP_SHARED, array.fd(), 0), MAP_FAILED);
}

TEST(SharedArray, MappingOutlivesTheArray) {
  MappedArray mapped;
  {
    SharedArray array = SharedArray::Copy(std::vector<float>{4, 5}).value();
    mapped = MappedArray::Map(array).value();
  }
  EXPECT_THAT(mapped.values(), testing::ElementsAre(4.0f, 5.0f));
}

TEST(SharedArray, EmptyArraysPass) {
  SharedArray array = SharedArray::Copy({}, 0, 5).value();
  EXPECT_EQ(array.Values().value().size(), 0u);
  EXPECT_EQ(MappedArray::Map(array).value().values().size(), 0u);
  EXPECT_TRUE(SharedArray::Adopt(Duplicate(array.fd()), 0, 5).ok());
}

TEST(SharedArray, AdoptsOnlyTheStatedSize) {
  SharedArray array = SharedArray::Copy(std::vector<float>(6, 1.0f), 2, 3).value();
  EXPECT_TRUE(SharedArray::Adopt(Duplicate(array.fd()), 3, 2).ok());
  for (uint64_t rows : {uint64_t{1}, uint64_t{3}, uint64_t{0}}) {
    Result<SharedArray> wrong = SharedArray::Adopt(Duplicate(array.fd()), rows, 3);
    ASSERT_FALSE(wrong.ok()) << rows;
    EXPECT_THAT(wrong.error().Text(), HasSubstr("24 bytes"));
  }
}

TEST(SharedArray, RefusesSizesThatWouldOverflow) {
  SharedArray array = SharedArray::Copy(std::vector<float>(4, 1.0f)).value();
  for (uint64_t huge : {uint64_t{1} << 62, ~uint64_t{0}, limits::kTrainerArrayBytes}) {
    EXPECT_FALSE(SharedArray::Adopt(Duplicate(array.fd()), huge, 4).ok()) << huge;
    EXPECT_FALSE(SharedArray::Adopt(Duplicate(array.fd()), 4, huge).ok()) << huge;
  }
}

TEST(SharedArray, RefusesAFileThatItsOwnerCouldTruncate) {
  UniqueFd unsealed(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  ASSERT_EQ(::ftruncate(unsealed.get(), 16), 0);
  Result<SharedArray> adopted = SharedArray::Adopt(std::move(unsealed), 1, 4);
  ASSERT_FALSE(adopted.ok());
  EXPECT_THAT(adopted.error().Text(), HasSubstr("not a sealed memory file"));
  UniqueFd plain(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
  EXPECT_FALSE(SharedArray::Adopt(std::move(plain), 0, 0).ok());
}

}  // namespace
}  // namespace hansa::client
