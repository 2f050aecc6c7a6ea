#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "common/identity/coordinator_request.h"
#include "tests/unit/identity_fixture.h"

namespace hansa::identity {
namespace {

using testing::HasSubstr;

class CoordinatorRequestTest : public testing::Test, protected Fixture {
 protected:
  const CoordinatorRequest request{"tcp://127.0.0.1:7700",
                                   {coordinator.public_key(), coordinator_curve.public_key()}};
  static std::string WhyNot(const std::string& json) {
    const auto parsed = ParseCoordinatorRequest(json, "a file");
    return parsed.ok() ? "accepted" : parsed.error().Text();
  }
  std::string With(const std::string& from, const std::string& to) const {
    std::string json = ToJson(request);
    const size_t at = json.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return json.replace(at, from.size(), to);
  }
};

TEST_F(CoordinatorRequestTest, ComesBackAsWritten) {
  const auto read = ParseCoordinatorRequest(ToJson(request), "a file");
  ASSERT_TRUE(read.ok()) << read.error().Text();
  EXPECT_EQ(read->address, request.address);
  EXPECT_EQ(read->keys, request.keys);
  EXPECT_EQ(ShortDigest(read->keys), ShortDigest(request.keys));
  EXPECT_EQ(ShortDigest(read->keys).size(), 16u);
}

TEST_F(CoordinatorRequestTest, WhatIsNoneIsRefused) {
  EXPECT_THAT(WhyNot(""), HasSubstr("no such request"));
  EXPECT_THAT(WhyNot(With("\"version\"", "\"more\": 1, \"version\"")),
              HasSubstr("no such request"));
  EXPECT_THAT(WhyNot(With("\"version\": 1", "\"version\": 3")), HasSubstr("version is 3"));
  EXPECT_THAT(WhyNot(With("tcp://", "http://")), HasSubstr("tcp"));
  EXPECT_THAT(WhyNot(With("signing_key", "curve_key")), HasSubstr("no"));
  EXPECT_THAT(WhyNot(std::string(limits::kInvitationFileBytes + 1, ' ')), HasSubstr("larger than"));
}

}  // namespace
}  // namespace hansa::identity
