#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include "common/base/atomic_file.h"
#include "coordinator/app/run_folder.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class RunFolderTest : public ::testing::Test {
 protected:
  std::unique_ptr<RunFolder> Open() {
    auto opened = RunFolder::Open(folder_.path(), "job-1", "name = \"wind\"\n");
    EXPECT_TRUE(opened.ok());
    return std::move(opened).value();
  }
  std::string File(const std::string& name) const {
    return ReadFile(folder_.path() / "job-1" / name, 1 << 20).value();
  }
  static RoundFinished Finished(uint64_t round) {
    RoundFinished event;
    event.round = round;
    event.version = round;
    event.clients = 3;
    event.metrics = {{"rmse", 67.5}};
    event.unit = "kW";
    event.seconds.total = 1.5;
    event.bytes_up = 10;
    event.bytes_down = 20;
    return event;
  }

  test::TemporaryFolder folder_;
};

TEST_F(RunFolderTest, HoldsTheJobItsEventsAndItsFigures) {
  const auto run = Open();
  ASSERT_TRUE(run->Append(JobStarted{.job_id = "job-1", .name = "wind", .rounds = 2}, 0).ok());
  ASSERT_TRUE(run->Append(Finished(1), 1000).ok());
  EXPECT_EQ(File("job.toml"), "name = \"wind\"\n");
  EXPECT_THAT(
      File("events.jsonl"),
      StartsWith(R"({"index":0,"time":"1970-01-01T00:00:00Z","event":"job_started","job_id":)"));
  EXPECT_EQ(File("metrics.csv"),
            "round,metric,value,clients,seconds,bytes\n1,rmse,67.5,3,1.5,30\n");
  EXPECT_THAT(File("report.html"), HasSubstr("1 of 2"));
}

TEST_F(RunFolderTest, ALineCutByACrashIsRemovedAndTheRunGoesOn) {
  ASSERT_TRUE(Open()->Append(EvaluationFailed{1, "no rows"}, 0).ok());
  const std::string whole = File("events.jsonl");
  std::ofstream(folder_.path() / "job-1" / "events.jsonl", std::ios::app) << R"({"index":1,"ti)";
  const auto run = Open();
  EXPECT_EQ(run->event_count(), 1u);
  EXPECT_EQ(File("events.jsonl"), whole);
  ASSERT_TRUE(run->Append(EvaluationFailed{2, "again"}, 0).ok());
  EXPECT_THAT(run->Read(1, 10).value().at(0).json, HasSubstr(R"("index":1)"));
}

TEST_F(RunFolderTest, ALineThatIsNoEventIsRemovedAsOneCutByACrash) {
  for (const char* line : {"5", "[]", "{}", "{\"event\":7}", "null"}) {
    ASSERT_TRUE(Open()->Append(EvaluationFailed{1, "no rows"}, 0).ok());
    const std::string whole = File("events.jsonl");
    std::ofstream(folder_.path() / "job-1" / "events.jsonl", std::ios::app) << line << "\n";
    EXPECT_GT(Open()->event_count(), 0u);
    EXPECT_EQ(File("events.jsonl"), whole) << line;
  }
}

TEST_F(RunFolderTest, DamagedStatisticsAreShownAsFarAsTheyGo) {
  ASSERT_TRUE(Open()->Append(EvaluationFailed{1, "no rows"}, 0).ok());
  std::ofstream(folder_.path() / "job-1" / "events.jsonl", std::ios::app)
      << R"({"event":"statistics_gathered","columns":[5,{"column":"a","count":2,"quantiles":[{}],)"
      << R"("histogram":[1,"x"]}]})"
      << "\n";
  EXPECT_EQ(Open()->event_count(), 2u);
  EXPECT_EQ(File("statistics.csv"),
            "column,figure,value\na,count,2\na,quantile_null,\na,bin_0,1\na,bin_1,\n");
}

// A disk with no room for more, as this process sees it.
class FullDisk {
 public:
  FullDisk() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    usual_ = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{.rlim_cur = 0, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, usual_);
  }

 private:
  rlimit before_{};
  void (*usual_)(int) = SIG_DFL;
};

TEST_F(RunFolderTest, AnEventThatCouldNotBeWrittenKeepsItsNumberAndIsWrittenLater) {
  const auto run = Open();
  {
    const FullDisk full;
    EXPECT_EQ(run->Stage(EvaluationFailed{1, "first"}, 0).index, 0u);
    EXPECT_FALSE(run->WriteStaged().ok());
    EXPECT_EQ(run->Stage(EvaluationFailed{2, "second"}, 0).index, 1u);
    EXPECT_FALSE(run->WriteStaged().ok());
  }
  ASSERT_TRUE(run->Append(EvaluationFailed{3, "third"}, 0).ok());
  const auto lines = run->Read(0, 10).value();
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines[0].json, HasSubstr("first"));
  EXPECT_THAT(lines[1].json, HasSubstr("second"));
  EXPECT_THAT(lines[2].json, HasSubstr("third"));
}

TEST_F(RunFolderTest, ReadsFromAnyIndex) {
  const auto run = Open();
  for (uint64_t i = 0; i < 5; ++i) ASSERT_TRUE(run->Append(EvaluationFailed{i, "x"}, 0).ok());
  const auto lines = run->Read(3, 1).value();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].index, 3u);
  EXPECT_TRUE(run->Read(5, 10).value().empty());
  EXPECT_TRUE(run->Read(UINT64_MAX, 10).value().empty());
}

TEST_F(RunFolderTest, TheReportIsSafeToOpenWhateverASiteSaid) {
  const auto run = Open();
  ASSERT_TRUE(
      run->Append(SiteDeclined{"<b>x</b>", {"<script>alert(1)</script> & \"more\""}}, 0).ok());
  ASSERT_TRUE(run->Append(ClientDropped{1, "\xff\xfe", "training", "</table>"}, 0).ok());
  ASSERT_TRUE(run->Append(JobFinished{.state = "failed", .reason = "<i>"}, 0).ok());
  const std::string page = File("report.html");
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<b>x")));
  EXPECT_THAT(page, Not(HasSubstr("<i>")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"more\""));
}

}  // namespace
}  // namespace hansa::coordinator
