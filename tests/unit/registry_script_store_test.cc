#include "coordinator/registry/script_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "common/base/script_limits.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ScriptStoreTest : public ::testing::Test {
 protected:
  Result<uint64_t> Take(uint64_t offset, const std::string& piece) {
    return store_.Take(sha256_, file_.size(), offset, AsSpan(piece), {});
  }

  const test::TemporaryFolder folder_;
  const std::string file_ = "a network of 26 bytes here";
  const crypto::Digest sha256_ = crypto::Sha256(AsSpan(file_));
  ScriptStore store_{folder_.path() / "scripts"};
};

TEST_F(ScriptStoreTest, ComesInPieces) {
  EXPECT_EQ(Take(0, "").value(), 0u);
  EXPECT_EQ(Take(0, file_.substr(0, 10)).value(), 10u);
  EXPECT_EQ(Take(0, file_.substr(0, 10)).value(), 10u) << "said twice";
  EXPECT_EQ(Take(20, file_.substr(20)).value(), 10u) << "a hole";
  EXPECT_FALSE(store_.Find(sha256_).ok());
  EXPECT_EQ(Take(10, file_.substr(10)).value(), file_.size());
  const BlobHandle found = store_.Find(sha256_).value();
  EXPECT_EQ(ToString(ReadWhole(*found, 100).value()), file_);
  EXPECT_EQ(Take(0, "").value(), file_.size()) << "it is there";
}

TEST_F(ScriptStoreTest, GoesOnAfterARestart) {
  EXPECT_EQ(Take(0, file_.substr(0, 10)).value(), 10u);
  store_ = ScriptStore(folder_.path() / "scripts");
  EXPECT_EQ(Take(0, "").value(), 10u);
  EXPECT_EQ(Take(10, file_.substr(10)).value(), file_.size());
  EXPECT_TRUE(store_.Find(sha256_).ok());
}

TEST_F(ScriptStoreTest, AnotherFileIsNotKept) {
  EXPECT_THAT(Take(0, std::string(file_.size(), 'x')).error().Text(),
              HasSubstr("not the one that was named"));
  EXPECT_EQ(Take(0, "").value(), 0u);
  EXPECT_EQ(Take(0, file_).value(), file_.size());
}

TEST_F(ScriptStoreTest, WhatNobodyNamesIsBoundedAndRemoved) {
  EXPECT_EQ(Take(0, file_).value(), file_.size());
  EXPECT_THAT(store_.Unused({}), SizeIs(1));
  EXPECT_THAT(store_.Unused({sha256_}), IsEmpty());
  const auto filler = folder_.path() / "scripts" / std::string(64, 'f');
  std::ofstream(filler).put('x');
  std::filesystem::resize_file(filler, limits::kUnusedScriptBytes);
  crypto::Digest other = sha256_;
  other[0] ^= 1;
  EXPECT_THAT(store_.Take(other, 5, 0, AsSpan("a"), {}).error().Text(),
              HasSubstr("no job and no version names"));
  for (const auto& file : store_.Unused({})) EXPECT_TRUE(store_.Remove(file).ok());
  EXPECT_EQ(store_.Take(other, 5, 0, AsSpan("a"), {}).value(), 1u);
}

}  // namespace
}  // namespace hansa::coordinator
