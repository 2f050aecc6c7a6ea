#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/identity/invitation_file.h"
#include "tests/unit/identity_fixture.h"
#include "tests/unit/identity_temporary_folder.h"

namespace hansa::identity {
namespace {

using testing::HasSubstr;
using testing::Not;

class InvitationFileTest : public testing::Test, protected Fixture {
 protected:
  std::string WrittenText() {
    EXPECT_TRUE(WriteInvitationFile(path, issued.invitation).ok());
    return ReadFile(path, limits::kInvitationFileBytes).value();
  }
  static std::string WhyNot(std::string_view text) {
    const Result<Invitation> parsed = ParseInvitation(text, "standard input");
    return parsed.ok() ? "accepted" : parsed.error().Text();
  }
  TemporaryFolder folder;
  std::filesystem::path path = folder / "R80711.invitation";
};

TEST_F(InvitationFileTest, ComesBackAsWritten) {
  WrittenText();
  EXPECT_EQ(ModeOf(path), 0600u);
  const Result<Invitation> read = ReadInvitationFile(path);
  ASSERT_TRUE(read.ok()) << read.error().Text();
  EXPECT_EQ(read->site_name, "R80711");
  EXPECT_EQ(read->invitation.site_id, issued.site_id);
  EXPECT_TRUE(read->key.seed() == invitation.key.seed());
  EXPECT_TRUE(read->curve_secret == invitation.curve_secret);
  EXPECT_EQ(read->certificate.SerializeAsString(), issued.certificate.SerializeAsString());
}

TEST_F(InvitationFileTest, FieldNamesAreThoseOfTheSchema) {
  const std::string text = WrittenText();
  for (const char* field : {"\"authority_key\"", "\"invitation_secret\"", "\"site_name\""})
    EXPECT_THAT(text, HasSubstr(field));
}

TEST_F(InvitationFileTest, WideModeIsRefusedWithTheFix) {
  WrittenText();
  for (const unsigned mode : {0640u, 0604u, 0644u, 0660u}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    const Result<Invitation> read = ReadInvitationFile(path);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().kind, ErrorKind::kRefused);
    EXPECT_THAT(read.error().Text(), HasSubstr("chmod 600 " + path.string()));
  }
}

TEST_F(InvitationFileTest, MissingFileIsNamed) {
  const Result<Invitation> read = ReadInvitationFile(folder / "nowhere");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(read.error().Text(), HasSubstr("nowhere"));
}

TEST_F(InvitationFileTest, EveryTruncationIsRefused) {
  std::string text = WrittenText();
  while (text.ends_with('\n')) text.pop_back();
  for (size_t length = 0; length < text.size(); ++length)
    EXPECT_NE(WhyNot(text.substr(0, length)), "accepted") << length;
}

TEST_F(InvitationFileTest, UnknownFieldIsRefused) {
  std::string text = WrittenText();
  text.insert(text.find('{') + 1, "\"trust_me\": true,");
  EXPECT_THAT(WhyNot(text), HasSubstr("it is not an invitation"));
}

TEST_F(InvitationFileTest, TooLargeIsRefused) {
  EXPECT_THAT(WhyNot(WrittenText() + std::string(limits::kInvitationFileBytes, ' ')),
              HasSubstr("larger than"));
}

TEST_F(InvitationFileTest, ErrorsShowNoSecret) {
  std::string text = WrittenText();
  const size_t start = text.find(':', text.find("\"invitation_secret\"")) + 3;
  const std::string secret = text.substr(start, 43);
  text.insert(start + 10, "*");  // no base64 any more: a parser might quote it
  EXPECT_THAT(WhyNot(text), Not(HasSubstr(secret.substr(0, 10))));
  EXPECT_NE(WhyNot(text), "accepted");
}

TEST_F(InvitationFileTest, OtherTextIsRefused) {
  for (const char* text : {"", "{}", "[]", "null", "hello", "{\"version\": 1}", "\xff\xfe"})
    EXPECT_NE(WhyNot(text), "accepted") << text;
}

}  // namespace
}  // namespace hansa::identity
