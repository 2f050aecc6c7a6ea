#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "common/identity/authority_book.h"
#include "tests/unit/identity_fixture.h"

namespace hansa::identity {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AuthorityBookTest : public testing::Test, protected Fixture {
 protected:
  // A site under this name; its id.
  std::string Invite(const std::string& name) {
    const IssuedInvitation made = Issue().value();
    EXPECT_TRUE(book.AddInvitation(name, made.certificate).ok());
    return made.site_id;
  }
  void Revoke(const std::string& site_id) {
    EXPECT_TRUE(book.AddRevocation(SignRevocation(authority, site_id, kNow)).ok());
  }
  std::string WhyNot(const std::string& json) const {
    const auto parsed = AuthorityBook::Parse(json, "a file");
    return parsed.ok() ? "accepted" : parsed.error().Text();
  }
  // With one piece of its text replaced.
  std::string With(const std::string& from, const std::string& to) const {
    std::string json = book.ToJson();
    const size_t at = json.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return json.replace(at, from.size(), to);
  }
  AuthorityBook book{authority.public_key()};
};

TEST_F(AuthorityBookTest, EachDirectoryListsWhoIsNotRevoked) {
  const std::string a = Invite("a"), b = Invite("b");
  EXPECT_THAT(book.Unsigned().added, ElementsAre(0, 1));
  EXPECT_THAT(book.Listed(), IsEmpty());
  book.Sign(authority, kNow);
  EXPECT_EQ(book.epoch(), 1u);
  EXPECT_EQ(book.Listed().size(), 2u);
  EXPECT_TRUE(book.Unsigned().empty());

  Revoke(a);
  const std::string c = Invite("c");
  EXPECT_THAT(book.Unsigned().added, ElementsAre(2));
  EXPECT_THAT(book.Unsigned().removed, ElementsAre(0));
  EXPECT_TRUE(book.Listed().contains(a)) << "in the newest directory still";
  book.Sign(authority, kNow);
  EXPECT_EQ(book.epoch(), 2u);
  EXPECT_FALSE(book.Listed().contains(a));
  EXPECT_TRUE(book.Listed().contains(b) && book.Listed().contains(c));
  EXPECT_EQ(book.sites()[0].listed_from(), 1u);
  EXPECT_EQ(book.sites()[0].listed_until(), 2u);

  // Invited and revoked between two directories: in none.
  Revoke(Invite("d"));
  EXPECT_TRUE(book.Unsigned().empty());
  book.Sign(authority, kNow, 40);
  EXPECT_EQ(book.epoch(), 41u);
  EXPECT_EQ(book.sites()[3].listed_from(), 0u);
}

TEST_F(AuthorityBookTest, ComesBackAsWritten) {
  EXPECT_EQ(WhyNot(book.ToJson()), "accepted");
  const std::string a = Invite("a");
  EXPECT_EQ(WhyNot(book.ToJson()), "accepted");
  Invite("b");
  book.Sign(authority, kNow);
  Revoke(a);
  Invite("c");
  const auto read = AuthorityBook::Parse(book.ToJson(), "a file");
  ASSERT_TRUE(read.ok()) << read.error().Text();
  EXPECT_EQ(read->ToJson(), book.ToJson());
  EXPECT_EQ(read->epoch(), 1u);
  EXPECT_THAT(read->Unsigned().added, ElementsAre(2));
  EXPECT_THAT(read->Unsigned().removed, ElementsAre(0));
  EXPECT_EQ(read->site_id(0), a);
}

TEST_F(AuthorityBookTest, FindsByNameAndId) {
  const std::string a = Invite("a");
  EXPECT_EQ(book.Find("a"), 0);
  EXPECT_EQ(book.Find(a), 0);
  EXPECT_EQ(book.Find("b"), -1);
  Revoke(a);
  EXPECT_EQ(book.Find("a"), 0);
  Invite("a");
  EXPECT_EQ(book.Find("a"), 1);
}

TEST_F(AuthorityBookTest, TakesOnlyWhatTheAuthoritySigned) {
  v1::Signed forged = issued.certificate;
  forged.mutable_signature()->front() ^= 1;
  EXPECT_FALSE(book.AddInvitation("a", forged).ok());
  EXPECT_FALSE(book.AddInvitation("a\nb", issued.certificate).ok());
  EXPECT_TRUE(book.AddInvitation("a", issued.certificate).ok());
  EXPECT_FALSE(book.AddInvitation("b", issued.certificate).ok()) << "the same id twice";
  EXPECT_FALSE(book.AddRevocation(SignRevocation(stranger, issued.site_id, 0)).ok());
  EXPECT_FALSE(book.AddRevocation(SignRevocation(authority, "00112233aabbccdd", 0)).ok());
  EXPECT_EQ(book.sites().size(), 1);
}

TEST_F(AuthorityBookTest, ADamagedFileIsNamed) {
  const std::string a = Invite("a");
  Invite("b");
  book.Sign(authority, kNow);
  EXPECT_THAT(WhyNot(""), HasSubstr("it is not such a file"));
  EXPECT_THAT(WhyNot(book.ToJson().substr(0, 500)), HasSubstr("it is not such a file"));
  EXPECT_THAT(WhyNot(With("\"version\"", "\"more\": 1, \"version\"")),
              HasSubstr("it is not such a file"));
  EXPECT_THAT(WhyNot(With("\"version\": 1", "\"version\": 2")), HasSubstr("version is 2"));
  EXPECT_THAT(WhyNot(std::string(limits::kDirectoryFileBytes + 1, ' ')), HasSubstr("larger than"));
  EXPECT_THAT(WhyNot(With("\"listed_from\": \"1\"", "\"listed_from\": \"2\"")),
              HasSubstr("epochs"));
  // A site that the newest directory lists, called unlisted: the root tells.
  EXPECT_THAT(WhyNot(With("\"listed_from\": \"1\"", "\"listed_from\": \"0\"")),
              HasSubstr("signed for 2 sites, these are 1"));
  EXPECT_THAT(WhyNot(With("\"name\": \"a\"", "\"name\": \"\"")), HasSubstr("a file"));
}

TEST_F(AuthorityBookTest, AnothersWordInTheFileIsFound) {
  Invite("a");
  book.Sign(authority, kNow);
  const AuthorityBook others(stranger.public_key());
  // The whole file under another key than its signatures'.
  std::string json = book.ToJson();
  const std::string mine = "\"authority_key\": \"";
  const size_t at = json.find(mine) + mine.size();
  const std::string theirs = others.ToJson();
  const size_t from = theirs.find(mine) + mine.size();
  json.replace(at, 44, theirs.substr(from, 44));
  EXPECT_THAT(WhyNot(json), HasSubstr("signature"));
}

}  // namespace
}  // namespace hansa::identity
