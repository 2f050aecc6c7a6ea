#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "common/base/limits.h"
#include "common/job/data_contract_of.h"
#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ParseJob, FillsTheDefaultsOfTheSchema) {
  const JobSpec job = Parsed(kSmallJob);
  EXPECT_EQ(job.name, "small");
  EXPECT_EQ(job.toml, kSmallJob);
  EXPECT_EQ(job.digest, crypto::Sha256(AsSpan(kSmallJob)));
  EXPECT_EQ(job.network, (NetworkSpec{Architecture::kMlp, 3, {4}, 1, Loss::kMse}));
  EXPECT_EQ(job.epochs, 1u);
  EXPECT_EQ(job.batch_size, 64u);
  EXPECT_EQ(job.optimizer, OptimizerKind::kSgd);
  EXPECT_EQ(job.momentum, 0);
  EXPECT_EQ(job.clients_min, 3u);
  EXPECT_EQ(job.clients_target, 3u);
  EXPECT_EQ(job.selecting, seconds(60));
  EXPECT_EQ(job.training, seconds(300));
  EXPECT_EQ(job.aggregating, seconds(30));
  EXPECT_EQ(job.evaluating, seconds(120));
  EXPECT_TRUE(job.evaluate_rounds);
  EXPECT_EQ(job.failures_allowed, 3u);
  EXPECT_TRUE(job.secure);
  EXPECT_EQ(job.clip_norm, 10);
  EXPECT_EQ(job.server_learning_rate, 1);
  EXPECT_EQ(job.max_weight, 10000u);
  EXPECT_EQ(job.ring_bits, 64u);
  EXPECT_EQ(job.colluders, 0u);
  EXPECT_EQ(job.channel, "candidate");
  EXPECT_FALSE(job.has_simulation);
}

TEST(ParseJob, ReadsTheWindFarmJob) {
  std::ifstream file(HANSA_SOURCE_DIR "/experiments/jobs/wind-power.toml");
  std::stringstream text;
  text << file.rdbuf();
  const JobSpec job = Parsed(text.str());
  EXPECT_EQ(job.network, (NetworkSpec{Architecture::kMlp, 5, {32, 16}, 1, Loss::kMse}));
  EXPECT_EQ(job.rounds, 20u);
  EXPECT_EQ(job.clients_target, 4u);
  EXPECT_EQ(job.optimizer, OptimizerKind::kAdam);
  EXPECT_EQ(job.features[1].valid, std::pair(-40.0, 60.0));
  EXPECT_EQ(job.features[3].clip, std::pair(-30.0, 30.0));
  EXPECT_EQ(job.target.unit, "kW");
  EXPECT_THAT(job.drop, ElementsAre("active_power_kw <= 0 AND wind_speed_m_s > 5"));
  EXPECT_THAT(ColumnsOf(job),
              ElementsAre("wind_speed_m_s", "outdoor_temperature_c", "wind_direction_deg",
                          "vane_position_deg", "active_power_kw"));
}

TEST(ParseJob, NamesAMisspeltKey) {
  EXPECT_EQ(JobFault(JobWith("learning_rate", "learnig_rate")),
            "job.toml:10: unknown key 'learnig_rate' in [local]. Did you mean 'learning_rate'?");
}

TEST(ParseJob, ChecksTheName) {
  EXPECT_THAT(JobFault(JobWith("name = \"small\"\n", "")), HasSubstr("name is missing"));
  for (const char* name : {"Small", "-small", "a/b", "..", "a b", "sm\\u00e4ll"})
    EXPECT_THAT(JobFault(JobWith("small", name)), HasSubstr("job.toml:1: name is not a model name"))
        << name;
  EXPECT_NE(JobFault(JobWith("small", std::string(64, 'a'))), "accepted");
  EXPECT_EQ(JobFault(JobWith("small", std::string(63, 'a'))), "accepted");
}

TEST(ParseJob, TheTaskDecidesWhatBelongsInTheFile) {
  EXPECT_EQ(Parsed(kSmallJob).task, JobTask::kTrain);
  EXPECT_THAT(JobFault("task = \"statistics\"\n" + std::string(kSmallJob)),
              HasSubstr("job.toml:3: model has no meaning in a statistics job"));
  EXPECT_THAT(JobFault("task = \"evaluate\"\n" + std::string(kSmallJob)),
              HasSubstr("model.version is missing"));
}

TEST(ParseJob, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(JobFault("requires = [\"time-travel\"]\n" + std::string(kSmallJob)),
              HasSubstr("job.toml:1: requires names 'time-travel': this version understands"));
}

TEST(ParseJob, ChecksTheChannel) {
  EXPECT_EQ(Parsed(std::string(kSmallJob) + "[publish]\nchannel = \"stable\"").channel, "stable");
  EXPECT_THAT(JobFault(std::string(kSmallJob) + "[publish]\nchannel = \"\""),
              HasSubstr("job.toml:17: publish.channel is not a channel name"));
}

TEST(ParseJob, NotesASimulationTable) {
  EXPECT_TRUE(Parsed(std::string(kSmallJob) + "[simulation]\nsites = 3").has_simulation);
}

TEST(ParseJob, BoundsTheFile) {
  EXPECT_THAT(JobFault(kSmallJob + std::string(limits::kJobFileBytes, '#')),
              HasSubstr("too large"));
}

TEST(ParseJob, BoundsTheModel) {
  EXPECT_THAT(JobFault(JobWith("[4]", "[32768, 32768]")),
              HasSubstr("job.toml:2: model is too large"));
  // 3.8 GB: its vector, of 64-bit elements, fits as well.
  EXPECT_EQ(JobFault(JobWith("[4]", "[30500, 31000]")), "accepted");
}

TEST(ParseJob, RefusesACutFileAnywhereWithoutCrashing) {
  const std::string text = kSmallJob;
  for (size_t length = 0; length < text.size(); ++length) {
    auto job = ParseJob(text.substr(0, length), "job.toml");
    if (!job.ok()) {
      EXPECT_THAT(job.error().what, HasSubstr("job.toml"));
    }
  }
}

TEST(DataContractOf, IsTheJobsOwn) {
  const JobSpec job = Parsed(kSmallJob);
  const DataContract data = DataContractOf(job);
  EXPECT_EQ(data.features, job.features);
  EXPECT_EQ(data.target, job.target);
}

TEST(ParseJob, ReadsTheExampleOfAnomalies) {
  std::ifstream file(HANSA_SOURCE_DIR "/experiments/jobs/wind-anomalies.toml");
  std::stringstream text;
  text << file.rdbuf();
  const JobSpec job = Parsed(text.str());
  EXPECT_EQ(job.network, (NetworkSpec{.architecture = Architecture::kAutoencoder,
                                      .inputs = 6,
                                      .hidden = {16, 8},
                                      .outputs = 6,
                                      .loss = Loss::kMse,
                                      .bottleneck = 2}));
  EXPECT_FALSE(job.has_target());
}

TEST(ParseJob, ReadsTheExampleOfWindows) {
  std::ifstream file(HANSA_SOURCE_DIR "/experiments/jobs/wind-power-lstm.toml");
  std::stringstream text;
  text << file.rdbuf();
  const JobSpec job = Parsed(text.str());
  EXPECT_EQ(job.network.architecture, Architecture::kLstm);
  EXPECT_EQ(job.network.length, 6u);
  EXPECT_EQ(job.network.inputs, 30u);
  EXPECT_EQ(LayoutOf(job.network).tensors[0].shape, (std::vector<uint64_t>{64, 5}));
}

}  // namespace
}  // namespace hansa
