#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "coordinator/core/kept_round.h"
#include "tests/support/job_file.h"

namespace hansa::coordinator {
namespace {

using ::testing::HasSubstr;
using Options = std::map<std::string, std::string>;

class KeptRound : public ::testing::Test {
 protected:
  KeptRound() {
    for (const char* site : {"a", "b"}) membership_.Enrol(site, site, {}, {});
    record_.set_round(2);
    record_.set_attempt(1);
    record_.set_phase("training");
    record_.mutable_training()->set_task_id(std::string(16, 't'));
    for (const char* site : {"a", "b"}) {
      record_.add_selected(site);
      record_.mutable_training()->add_sites(site);
    }
  }
  // What is wrong with `record_` for this job after one of its rounds; empty: nothing.
  std::string Fault(Options options = {}, uint32_t rounds_done = 1, bool with_model = true) {
    if (!options.contains("task")) options.emplace("rounds", "3");
    const JobSpec spec = ParseJob(testing::JobFile(options), "job").value();
    JobContext job{.id = "job",
                   .spec = std::make_shared<const JobSpec>(spec),
                   .services = {.membership = &membership_},
                   .record = {},
                   .candidates = Candidates({.job_toml = "", .job_digest = {}}),
                   .history = JobHistory(spec.selection)};
    job.record.set_rounds_done(rounds_done);
    if (with_model) job.base = std::make_shared<const ModelVersion>(ModelVersion{.version = 4});
    const Result<> usable = CheckKeptRound(record_, job);
    return usable.ok() ? "" : usable.error().why;
  }
  v1::PublicationRecord& Publishing(v1::PublicationRecord::Kind kind, uint64_t version) {
    record_.set_phase("publishing");
    v1::PublicationRecord& publication = *record_.mutable_publication();
    publication.set_kind(kind);
    publication.set_version(version);
    publication.set_created_unix_ms(1);
    return publication;
  }

  Membership membership_;
  v1::RoundRecord record_;
};

TEST_F(KeptRound, IsTakenAsItWasLeft) {
  for (const char* phase : {"selecting", "paused", "training", "aggregating", "evaluating"}) {
    record_.set_phase(phase);
    EXPECT_EQ(Fault(), "") << phase;
  }
  record_.set_round(1);
  EXPECT_EQ(Fault(), "") << "evaluating the round that is done";
}

TEST_F(KeptRound, ItsSitesAreKnownAndEachIsInItOnce) {
  record_.add_selected("c");
  EXPECT_THAT(Fault(), HasSubstr("site c is not enrolled"));
  record_.mutable_selected()->RemoveLast();
  record_.mutable_training()->add_sites("a");
  EXPECT_THAT(Fault(), HasSubstr("site a is in it twice"));
  record_.mutable_training()->mutable_sites()->RemoveLast();
  record_.mutable_evaluation()->set_task_id(std::string(16, 't'));
  record_.mutable_evaluation()->add_sites("c");
  EXPECT_THAT(Fault(), HasSubstr("site c"));
}

TEST_F(KeptRound, ItsNamesHaveTheirLengths) {
  record_.add_sessions("short");
  EXPECT_THAT(Fault(), HasSubstr("session"));
  record_.set_sessions(0, std::string(32, 'p'));
  EXPECT_EQ(Fault(), "");
  record_.mutable_training()->set_task_id("short");
  EXPECT_THAT(Fault(), HasSubstr("task"));
  record_.clear_training();
  record_.set_phase("aggregating");
  EXPECT_THAT(Fault(), HasSubstr("task")) << "a session is about a task";
}

TEST_F(KeptRound, IsTheNextOfTheJobOrTheOneThatIsDone) {
  for (const uint64_t round : {uint64_t{0}, uint64_t{3}, uint64_t{4}, ~uint64_t{0}}) {
    record_.set_round(round);
    EXPECT_THAT(Fault(), HasSubstr("1 of 3 rounds are done")) << round;
  }
}

TEST_F(KeptRound, IsInAPhaseOfItsJob) {
  for (const char* phase : {"", "counting", "trainin", "over"}) {
    record_.set_phase(phase);
    EXPECT_THAT(Fault(), HasSubstr("no phase")) << phase;
  }
  record_.set_round(1);
  record_.clear_training();
  const Options statistics = {{"task", "statistics"}};
  for (const char* phase : {"training", "aggregating", "evaluating", "publishing"}) {
    record_.set_phase(phase);
    EXPECT_THAT(Fault(statistics, 0, false), HasSubstr("no phase")) << phase;
  }
  record_.set_phase("counting");
  EXPECT_EQ(Fault(statistics, 0, false), "");
  record_.set_round(0);
  EXPECT_EQ(Fault({{"normalize", "federated"}}, 0, false), "");
  record_.set_phase("training");
  EXPECT_THAT(Fault({{"normalize", "federated"}}, 0, true), HasSubstr("no phase"));
}

TEST_F(KeptRound, HasTheVersionThatItIsAbout) {
  record_.set_round(1);
  EXPECT_THAT(Fault({}, 0, false), HasSubstr("not there"));
  EXPECT_EQ(Fault({}, 0, true), "");
}

TEST_F(KeptRound, PublishesWhatCanBePublished) {
  using Record = v1::PublicationRecord;
  Publishing(Record::KIND_TRAINED, 5);
  EXPECT_EQ(Fault(), "");
  Publishing(Record::KIND_VOID, 4);
  EXPECT_THAT(Fault(), HasSubstr("version 4 is there"));
  Publishing(Record::KIND_UNSPECIFIED, 5);
  EXPECT_THAT(Fault(), HasSubstr("no known kind"));
  Publishing(static_cast<Record::Kind>(77), 5);
  EXPECT_THAT(Fault(), HasSubstr("no known kind"));
  Publishing(Record::KIND_INITIAL, 5);
  EXPECT_THAT(Fault(), HasSubstr("there is one"));
  record_.set_round(1);
  EXPECT_EQ(Fault({}, 0, false), "");
  Publishing(Record::KIND_TRAINED, 5);
  EXPECT_THAT(Fault({}, 0, false), HasSubstr("parent is not there"));
}

TEST_F(KeptRound, PublishesAThresholdOfAJobThatAsksForOne) {
  const Options with_threshold = {{"anomaly_quantile", "0.9"}, {"evaluate", "true"}};
  v1::PublicationRecord& record = Publishing(v1::PublicationRecord::KIND_THRESHOLD, 5);
  record.set_anomaly_threshold(0.5);
  EXPECT_EQ(Fault(with_threshold), "");
  record_.set_round(1);
  const Options evaluates = {
      {"task", "evaluate"}, {"version", "4"}, {"anomaly_quantile", "0.9"}, {"evaluate", "true"}};
  EXPECT_EQ(Fault(evaluates), "");
  record_.mutable_publication()->set_kind(v1::PublicationRecord::KIND_TRAINED);
  EXPECT_THAT(Fault(evaluates), HasSubstr("no phase"));
  record_.mutable_publication()->set_kind(v1::PublicationRecord::KIND_THRESHOLD);
  record_.set_round(2);
  EXPECT_THAT(Fault(), HasSubstr("threshold"));
  record.set_anomaly_threshold(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(Fault(with_threshold), HasSubstr("threshold"));
}

}  // namespace
}  // namespace hansa::coordinator
