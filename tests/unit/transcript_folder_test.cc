// Transcripts on the disk: written, sealed however often, left behind by a process that died.

#include "coordinator/app/transcript_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "common/base/file_blob.h"
#include "common/identity/authority.h"
#include "common/transcript/check_transcript.h"
#include "tests/support/recorded_session.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::string kJob = "a-job";

class Transcripts : public ::testing::Test {
 protected:
  Transcripts() {
    EXPECT_TRUE(spool_.Open().ok());
    fs::create_directories(folder_ / "runs" / kJob);
  }
  RecordWork Work(bool archives = false) {
    RecordWork work = *recorded_.loopback().record;
    work.archives = archives;
    return work;
  }
  Result<transcript::CheckedTranscript> Check(uint64_t session = 7) const {
    const BlobHandle file = HANSA_TRY(FileBlob::Open(transcripts_.PathOf(kJob, session)));
    return transcript::CheckTranscript(*file, recorded_.authority());
  }
  std::string FaultOf(uint64_t session = 7) const {
    const auto checked = Check(session);
    return checked.ok() ? "" : checked.error().Text();
  }

  test::TemporaryFolder folder_;
  secagg_test::RecordedTranscript recorded_{
      {.session = {.sites = 4, .smallest_cohort = 2, .archive = true}, .dropped = {1}}};
  Spool spool_{folder_ / "spool"};
  TranscriptFolder transcripts_{folder_ / "runs", recorded_.loopback().fleet.coordinator.Clone(),
                                recorded_.Records()[0].opening().coordinator()};
};

TEST_F(Transcripts, OfTrainingIsRightOnceItHasItsSeal) {
  const auto written = transcripts_.Write(kJob, Work(), spool_);
  ASSERT_TRUE(written.ok()) << written.error().Text();
  EXPECT_EQ(written->session_number, 7u);
  EXPECT_THAT(FaultOf(), HasSubstr("the seal, is wrong: the file ends before it"));
  for (const char* why : {"many words that say why", "few", "few"}) {
    v1::TranscriptSeal seal;
    seal.set_nothing(why);
    ASSERT_TRUE(transcripts_.Seal(kJob, *written, seal).ok());
    const auto checked = Check();
    ASSERT_TRUE(checked.ok()) << checked.error().Text();
    EXPECT_EQ(checked->seal.nothing(), why);
    EXPECT_EQ(checked->digest, written->digest);
  }
}

TEST_F(Transcripts, IsWrittenAgainInTheSamePlace) {
  const auto first = transcripts_.Write(kJob, Work(), spool_);
  RecordWork work = Work();
  work.previous = crypto::Sha256(AsSpan("before"));
  const auto second = transcripts_.Write(kJob, work, spool_);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(first->digest, second->digest);
  ASSERT_TRUE(transcripts_.Seal(kJob, *second, secagg_test::RecordedTranscript::Published()).ok());
  EXPECT_EQ(Check()->previous, work.previous);
}

TEST_F(Transcripts, OneThatIsGoneIsNoReasonToStop) {
  const auto written = transcripts_.Write(kJob, Work(), spool_);
  ASSERT_TRUE(written.ok());
  fs::remove(transcripts_.PathOf(kJob, 7));
  EXPECT_TRUE(transcripts_.Seal(kJob, *written, secagg_test::RecordedTranscript::Published()).ok());
  EXPECT_FALSE(fs::exists(transcripts_.PathOf(kJob, 7)));
  EXPECT_TRUE(transcripts_.SealAbandoned(kJob, 7, written->digest).ok());
}

TEST_F(Transcripts, AnAbandonedOneGetsItsSealAndAnotherStaysAsItIs) {
  const auto written = transcripts_.Write(kJob, Work(), spool_);
  ASSERT_TRUE(written.ok());
  ASSERT_TRUE(transcripts_.SealAbandoned(kJob, 7, written->digest).ok());
  EXPECT_EQ(FaultOf(), "");
  EXPECT_THAT(Check()->seal.nothing(), HasSubstr("given up"));
  ASSERT_TRUE(transcripts_.Seal(kJob, *written, secagg_test::RecordedTranscript::Published()).ok());
  ASSERT_TRUE(transcripts_.SealAbandoned(kJob, 7, written->digest).ok());
  EXPECT_TRUE(Check()->seal.has_published());
}

// Two groups of a round that was given up, after a session whose sum became a model.
TEST_F(Transcripts, AbandonedGroupsGetTheirSealsUpToOneThatHasIt) {
  std::vector<RecordedSession> written;
  for (const uint64_t number : {5, 6, 8}) {
    secagg_test::RecordedTranscript recorded(
        {.session = {.sites = 4, .smallest_cohort = 2, .session_number = number}});
    RecordWork work = *recorded.loopback().record;
    if (!written.empty()) work.previous = written.back().digest;
    auto session = transcripts_.Write(kJob, work, spool_);
    ASSERT_TRUE(session.ok()) << session.error().Text();
    written.push_back(*session);
  }
  ASSERT_TRUE(
      transcripts_.Seal(kJob, written[0], secagg_test::RecordedTranscript::Published()).ok());
  ASSERT_TRUE(transcripts_.SealAbandoned(kJob, 8, written[2].digest).ok());
  for (const uint64_t number : {6, 8}) {
    EXPECT_EQ(FaultOf(number), "");
    EXPECT_THAT(Check(number)->seal.nothing(), HasSubstr("given up"));
  }
  EXPECT_TRUE(Check(5)->seal.has_published());
}

TEST_F(Transcripts, WhatNoRecordKnowsIsRemoved) {
  ASSERT_TRUE(transcripts_.Write(kJob, Work(), spool_).ok());
  const fs::path sessions = folder_ / "runs" / kJob / "sessions";
  fs::create_directory(sessions / "8.inputs");
  for (const char* name : {"8.transcript", "8.inputs/x", "10.transcript", "unfinished"})
    std::ofstream(sessions / name) << "left";
  transcripts_.KeepUpTo(kJob, 7);
  EXPECT_TRUE(fs::exists(transcripts_.PathOf(kJob, 7)));
  EXPECT_EQ(std::distance(fs::directory_iterator(sessions), fs::directory_iterator()), 1);
  transcripts_.KeepUpTo(kJob, 0);
  EXPECT_TRUE(fs::is_empty(sessions));
  transcripts_.KeepUpTo("no-such-job", 7);
}

// All of U2 or none.
TEST_F(Transcripts, MaskedInputsAreLinkedFromTheSpool) {
  const std::string session = ToString(recorded_.loopback().success().id.params);
  const auto& kept = recorded_.loopback().kept;
  for (const auto& [site, vector] : kept) {
    const KeepWork keep{session, site, crypto::Sha256(vector), vector};
    ASSERT_TRUE(spool_.Keep(keep).ok());
    ASSERT_TRUE(spool_.Keep(keep).ok());  // of an earlier process
  }
  ASSERT_TRUE(transcripts_.Write(kJob, Work(true), spool_).ok());
  spool_.CloseUploads(session);
  const fs::path inputs = folder_ / "runs" / kJob / "sessions" / "7.inputs";
  size_t found = 0;
  for (const auto& entry : fs::directory_iterator(inputs)) {
    const auto blob = FileBlob::Open(entry.path());
    const Bytes& vector = kept.at(entry.path().filename().string());
    EXPECT_EQ(ReadWhole(**blob, vector.size()).value(), vector);
    ++found;
  }
  EXPECT_EQ(found, 3u);
  ASSERT_TRUE(transcripts_.Write(kJob, Work(true), spool_).ok());
  EXPECT_FALSE(fs::exists(inputs));
}

}  // namespace
}  // namespace hansa::coordinator
