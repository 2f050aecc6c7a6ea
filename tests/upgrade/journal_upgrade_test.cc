// The site's journal of every released version: opened, brought up to date, nothing lost.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "client/storage/journal.h"
#include "client/storage/schema_steps.h"
#include "tests/upgrade/recorded_file.h"

namespace hansa::client {
namespace {

using ::testing::HasSubstr;
using testing::RecordedFile;

class JournalUpgrade : public ::testing::TestWithParam<size_t> {
 protected:
  std::unique_ptr<Journal> Open() {
    auto opened = Journal::Open(file_.path());
    EXPECT_TRUE(opened.ok()) << opened.error().Text();
    return opened.ok() ? std::move(opened).value() : nullptr;
  }
  RecordedFile file_{"journal", GetParam()};
};

TEST_P(JournalUpgrade, HasAllItsRows) {
  { ASSERT_NE(Open(), nullptr); }
  EXPECT_EQ(*file_.VersionNow(), static_cast<int64_t>(kJournalSteps.size()));
  EXPECT_EQ(*file_.RowsNow(), file_.rows());
  EXPECT_FALSE(file_.rows().empty());
}

TEST_P(JournalUpgrade, WorksOn) {
  std::unique_ptr<Journal> journal = Open();
  ASSERT_NE(journal, nullptr);
  const uint64_t answered = *journal->AnsweredBetween(0, INT64_MAX);
  const size_t sent = journal->Outbound(1000)->size();
  EXPECT_GT(answered, 0u);
  EXPECT_GT(sent, 0u);
  EXPECT_TRUE(journal->PinnedAuthority()->has_value());
  v1::AnsweredMarker marker;
  marker.set_task_digest(std::string(32, 't'));
  marker.set_base_model_sha256(std::string(32, 'b'));
  marker.set_data_digest(std::string(32, 'd'));
  marker.set_unix_ms(1);
  EXPECT_TRUE(*journal->MarkAnswered(marker));
  EXPECT_TRUE(*journal->EnterSession(Bytes(32, 1), 1));
  EXPECT_EQ(journal->NewestDirectory()->epoch, 0u);
  EXPECT_TRUE(journal->SeeDirectory(3, Bytes(32, 'd')).ok());
  ASSERT_TRUE(journal->AppendOutbound({.kind = "masked_input"}).ok());
  journal.reset();
  journal = Open();
  EXPECT_EQ(*journal->AnsweredBetween(0, INT64_MAX), answered + 1);
  EXPECT_EQ(journal->Outbound(1000)->size(), sent + 1);
  EXPECT_EQ(journal->NewestDirectory()->epoch, 3u);
}

TEST_P(JournalUpgrade, OfAProgramToComeIsRefusedAndLeftAlone) {
  const size_t newer = kJournalSteps.size() + 1;
  ASSERT_TRUE(file_.SetVersion(newer).ok());
  const auto opened = Journal::Open(file_.path());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(opened.error().why, HasSubstr("version " + std::to_string(newer)));
  EXPECT_THAT(opened.error().next, HasSubstr("newer"));
  EXPECT_EQ(*file_.RowsNow(), file_.rows());
}

INSTANTIATE_TEST_SUITE_P(FromVersion, JournalUpgrade,
                         ::testing::Range<size_t>(1, std::max<size_t>(2, kJournalSteps.size())));

}  // namespace
}  // namespace hansa::client
