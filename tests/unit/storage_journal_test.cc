#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "client/storage/journal.h"
#include "tests/unit/storage_folder.h"

namespace hansa::client {
namespace {

class JournalTest : public StorageFolder {
 protected:
  JournalTest() { Reopen(); }
  void Reopen() {
    journal_.reset();
    Result<std::unique_ptr<Journal>> opened = Journal::Open(Path("journal.db"));
    ASSERT_TRUE(opened.ok()) << opened.error().Text();
    journal_ = std::move(opened).value();
  }
  static v1::AnsweredMarker Marker(char task, char base, char data, UnixMillis when = 1000) {
    v1::AnsweredMarker marker;
    marker.set_task_digest(std::string(32, task));
    marker.set_base_model_sha256(std::string(32, base));
    marker.set_data_digest(std::string(32, data));
    marker.set_unix_ms(when);
    return marker;
  }
  bool Answered(char task, char base, char data) {
    return *journal_->Answered(Bytes(32, static_cast<uint8_t>(task)),
                               Bytes(32, static_cast<uint8_t>(base)),
                               Bytes(32, static_cast<uint8_t>(data)));
  }

  std::unique_ptr<Journal> journal_;
};

TEST_F(JournalTest, WhatWasSaidInASessionStaysAsItIs) {
  EXPECT_TRUE(journal_->Said(Bytes(32, 'p'))->payloads.empty());
  const auto say = [this](char session, int step, const std::string& payload) {
    ASSERT_TRUE(journal_
                    ->NoteSaid({.params_hash = Bytes(32, static_cast<uint8_t>(session)),
                                .session_number = 7,
                                .unix_ms = 1000,
                                .payloads = {{step, payload}}})
                    .ok());
  };
  say('p', 0, "advertisement");
  say('p', 2, "masked");
  say('q', 0, "of another session");
  say('p', 2, "something else");
  Reopen();
  const SaidInSession said = *journal_->Said(Bytes(32, 'p'));
  EXPECT_EQ(said.session_number, 7u);
  EXPECT_EQ(said.unix_ms, 1000);
  EXPECT_EQ(said.payloads, (std::map<int, std::string>{{0, "advertisement"}, {2, "masked"}}));
  EXPECT_EQ(journal_->Said(Bytes(32, 'q'))->payloads.size(), 1u);
}

TEST_F(JournalTest, AnAnswerIsMarkedOnceForEver) {
  EXPECT_FALSE(Answered('t', 'b', 'd'));
  EXPECT_TRUE(*journal_->MarkAnswered(Marker('t', 'b', 'd')));
  EXPECT_FALSE(*journal_->MarkAnswered(Marker('t', 'b', 'd', 2000)));
  Reopen();
  EXPECT_TRUE(Answered('t', 'b', 'd'));
  EXPECT_FALSE(Answered('u', 'b', 'd'));
  EXPECT_FALSE(Answered('t', 'c', 'd'));
  EXPECT_FALSE(Answered('t', 'b', 'e'));
}

TEST_F(JournalTest, AMarkerOfTheWrongSizeIsAnError) {
  v1::AnsweredMarker marker = Marker('t', 'b', 'd');
  marker.set_task_digest("short");
  EXPECT_FALSE(journal_->MarkAnswered(marker).ok());
}

TEST_F(JournalTest, CountsTheAnswersOfADay) {
  for (char c = 'a'; c < 'f'; ++c)
    ASSERT_TRUE(journal_->MarkAnswered(Marker(c, 'b', 'd', 1000L * (c - 'a'))).ok());
  EXPECT_EQ(*journal_->AnsweredBetween(0, 1000000), 5u);
  EXPECT_EQ(*journal_->AnsweredBetween(3000, 1000000), 2u);
  EXPECT_EQ(*journal_->AnsweredBetween(0, 2999), 3u);  // the clock was set back
  EXPECT_EQ(*journal_->AnsweredBetween(4001, 1000000), 0u);
}

// Put back from a copy, the folder has forgotten the answer to version 7: neither that nor any
// version before is answered again.
TEST_F(JournalTest, ACopyOfTheFolderKnowsThatItIsOne) {
  const Bytes job(32, 'j'), other(32, 'o');
  EXPECT_FALSE(*journal_->MayHaveAnswered(job, 6));
  journal_.reset();
  std::filesystem::copy(Path("journal.db"), Path("copy.db"));
  Reopen();
  EXPECT_FALSE(journal_->found_copied());
  EXPECT_TRUE(*journal_->MarkAnswered(Marker('t', '7', 'd')));
  EXPECT_FALSE(*journal_->MayHaveAnswered(job, 7));
  journal_.reset();
  for (const char* name : {"journal.db", "journal.db-wal", "journal.db-shm"})
    std::filesystem::remove(Path(name));
  std::filesystem::copy(Path("copy.db"), Path("journal.db"));

  Reopen();
  EXPECT_TRUE(journal_->found_copied());
  EXPECT_FALSE(Answered('t', '7', 'd'));
  EXPECT_TRUE(*journal_->MayHaveAnswered(job, 7));
  Reopen();
  EXPECT_FALSE(journal_->found_copied());
  EXPECT_TRUE(*journal_->MayHaveAnswered(job, 7));
  EXPECT_TRUE(*journal_->MayHaveAnswered(job, 3));
  EXPECT_FALSE(*journal_->MayHaveAnswered(job, 8));
  EXPECT_TRUE(*journal_->MayHaveAnswered(other, 2));
  EXPECT_FALSE(*journal_->MayHaveAnswered(other, 3));
}

TEST_F(JournalTest, ASessionIsEnteredOnce) {
  const Bytes one(32, 1), two(32, 2);
  EXPECT_EQ(*journal_->HighestSession(one), 0u);
  EXPECT_TRUE(*journal_->EnterSession(one, 7));
  EXPECT_FALSE(*journal_->EnterSession(one, 7));
  EXPECT_FALSE(*journal_->EnterSession(one, 6));
  EXPECT_FALSE(*journal_->EnterSession(one, 0));
  EXPECT_FALSE(*journal_->EnterSession(one, UINT64_MAX));
  EXPECT_TRUE(*journal_->EnterSession(two, 1));
  Reopen();
  EXPECT_EQ(*journal_->HighestSession(one), 7u);
  EXPECT_TRUE(*journal_->EnterSession(one, 8));
}

TEST_F(JournalTest, ADirectoryIsFollowedByNewerOnesOnly) {
  EXPECT_EQ(journal_->NewestDirectory()->epoch, 0u);
  const Bytes one(32, 1), two(32, 2);
  ASSERT_TRUE(journal_->SeeDirectory(4, one).ok());
  ASSERT_TRUE(journal_->SeeDirectory(4, one).ok());
  EXPECT_EQ(journal_->SeeDirectory(4, two).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(journal_->SeeDirectory(3, one).error().kind, ErrorKind::kRefused);
  EXPECT_FALSE(journal_->SeeDirectory(UINT64_MAX, one).ok());
  Reopen();
  EXPECT_EQ(journal_->NewestDirectory()->epoch, 4u);
  EXPECT_EQ(journal_->NewestDirectory()->digest, one);
  ASSERT_TRUE(journal_->SeeDirectory(9, two).ok());
  Reopen();
  EXPECT_EQ(journal_->NewestDirectory()->epoch, 9u);
  EXPECT_EQ(journal_->NewestDirectory()->digest, two);
}

TEST_F(JournalTest, PinsOneAuthority) {
  EXPECT_FALSE(journal_->PinnedAuthority()->has_value());
  ASSERT_TRUE(journal_->PinAuthority(Bytes(32, 1)).ok());
  ASSERT_TRUE(journal_->PinAuthority(Bytes(32, 1)).ok());
  const Result<> other = journal_->PinAuthority(Bytes(32, 2));
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().kind, ErrorKind::kVerification);
  Reopen();
  EXPECT_EQ(**journal_->PinnedAuthority(), Bytes(32, 1));
}

TEST_F(JournalTest, ListsWhatLeft) {
  for (uint64_t i = 1; i <= 5; ++i) {
    OutboundEntry entry;
    entry.unix_ms = static_cast<UnixMillis>(1000 * i);
    entry.kind = "masked_input";
    entry.job = "wind-power";
    entry.columns = "time,wind_speed_m_s";
    entry.rows_used = 100 * i;
    entry.bytes = 10 * i;
    entry.session_number = i;
    entry.answer = "training update, masked";
    ASSERT_TRUE(journal_->AppendOutbound(entry).ok());
  }
  Reopen();
  const std::vector<OutboundEntry> newest = *journal_->Outbound(2);
  ASSERT_EQ(newest.size(), 2u);
  EXPECT_EQ(newest[0].number, 4u);
  EXPECT_EQ(newest[1].number, 5u);
  EXPECT_EQ(newest[1].unix_ms, 5000);
  EXPECT_EQ(newest[1].columns, "time,wind_speed_m_s");
  EXPECT_EQ(newest[1].rows_used, 500u);
  EXPECT_EQ(newest[1].bytes, 50u);
  EXPECT_EQ(newest[1].session_number, 5u);
  EXPECT_EQ(newest[1].answer, "training update, masked");
  EXPECT_EQ(journal_->Outbound(SIZE_MAX)->size(), 5u);
}

TEST_F(JournalTest, WhatLeftCannotBeEdited) {
  ASSERT_TRUE(journal_->AppendOutbound({}).ok());
  sqlite::Database raw =
      std::move(sqlite::Database::Open(Path("journal.db"), sqlite::OpenMode::kReadWrite)).value();
  const Result<> edited = raw.Exec("UPDATE outbound SET bytes = 0");
  ASSERT_FALSE(edited.ok());
  EXPECT_THAT(edited.error().Text(), testing::HasSubstr("append-only"));
  EXPECT_FALSE(raw.Exec("DELETE FROM outbound").ok());
}

TEST_F(JournalTest, ATurnIsOneWrite) {
  {
    Result<sqlite::Transaction> turn = journal_->BeginTurn();
    ASSERT_TRUE(turn.ok());
    ASSERT_TRUE(*journal_->MarkAnswered(Marker('t', 'b', 'd')));
    ASSERT_TRUE(journal_->AppendOutbound({}).ok());
  }
  EXPECT_FALSE(Answered('t', 'b', 'd'));
  Result<sqlite::Transaction> turn = journal_->BeginTurn();
  ASSERT_TRUE(*journal_->MarkAnswered(Marker('t', 'b', 'd')));
  ASSERT_TRUE(turn->Commit().ok());
  Reopen();
  EXPECT_TRUE(Answered('t', 'b', 'd'));
  EXPECT_TRUE(journal_->Outbound(10)->empty());
}

TEST_F(JournalTest, ASecondProcessMayRead) {
  Result<std::unique_ptr<Journal>> reader = Journal::Open(Path("journal.db"));
  ASSERT_TRUE(reader.ok()) << reader.error().Text();
  ASSERT_TRUE(journal_->AppendOutbound({}).ok());
  EXPECT_EQ((*reader)->Outbound(10)->size(), 1u);
}

}  // namespace
}  // namespace hansa::client
