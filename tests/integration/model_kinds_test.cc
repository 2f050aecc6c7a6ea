// Kinds of models through real processes, from the job to its application.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "common/base/text.h"
#include "tests/integration/test_fleet.h"
#include "tests/support/replaced.h"

namespace hansa::testing {
namespace {

using ::testing::HasSubstr;

std::string JobWithModel(const std::string& model) {
  return Replaced(SyntheticJob(), "architecture = \"mlp\"\nhidden = [4]\nloss = \"mse\"\n", model);
}

const char* const kTarget = "target = { column = \"y\", scale = 50.0, unit = \"kW\" }\n";

TEST(ModelKinds, AnAutoencoderLearnsWithoutATargetAndScoresRows) {
  TestFleet test;
  const std::string job = Replaced(
      JobWithModel("architecture = \"autoencoder\"\nhidden = [4]\nbottleneck = 1\n"), kTarget, "");
  const CommandResult run = test.RunJob(job);
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u);
  EXPECT_LT(rounds.back()["metrics"]["rmse"], rounds.front()["metrics"]["rmse"]);

  const std::string out = (test.folder() / "pulled").string();
  ASSERT_EQ(test.Hansa({"model", "pull", "test-job", "--out", out}).exit_code, 0);
  EXPECT_EQ(test.Hansa({"model", "verify", out}).exit_code, 0);
  const std::string rows = (test.folder() / "site-0.csv").string();
  const CommandResult scored = test.Hansa({"model", "predict", out, rows});
  ASSERT_EQ(scored.exit_code, 0) << scored.errors;
  EXPECT_EQ(scored.last()["event"], "scored");
  EXPECT_GT(scored.last()["mean_score"], 0);
  EXPECT_TRUE(scored.last()["threshold"].is_null());
  const CommandResult table = RunProgram("hansa-client", {"predict", out, rows, "--csv"});
  EXPECT_THAT(table.output, HasSubstr("row,score,anomaly\n"));
}

// Images of 3 x 3; the class is whether the middle is bright.
std::string ImagesCsv(size_t site) {
  std::string text = "time,p0,p1,p2,p3,p4,p5,p6,p7,p8,y\n";
  for (int i = 0; i < 256; ++i) {
    text += i % 4 == 0 ? "2015-06-01" : "2014-06-01";
    double middle = 0;
    for (int p = 0; p < 9; ++p) {
      const double value = std::sin(1.7 * i + 2.9 * p + static_cast<double>(site));
      if (p == 4) middle = value;
      text += StrCat(",", value);
    }
    text += middle > 0 ? ",1\n" : ",0\n";
  }
  return text;
}

std::string ImageJob() {
  std::string features = "features = [";
  for (int p = 0; p < 9; ++p) features += StrCat("{ column = \"p", p, "\" },");
  std::string job = JobWithModel(
      "architecture = \"cnn2d\"\ninput = [1, 3, 3]\nchannels = [6]\nkernel = [2]\nhidden = [8]\n"
      "loss = \"bce\"\nmetrics = [\"confusion\", \"f1\", \"auroc\"]\n");
  job = Replaced(job, "features = [{ column = \"x1\" }, { column = \"x2\" }", features);
  return Replaced(job, kTarget, "target = { column = \"y\" }\n");
}

TEST(ModelKinds, AConvolutionalNetworkIsMeasuredByCountsOfClasses) {
  TestFleetOptions options;
  for (size_t i = 0; i < 4; ++i)
    options.policies[i] = "[policy]\njobs = [\"*\"]\ncolumns = [\"*\"]\n";
  TestFleet test(options);
  for (size_t i = 0; i < 4; ++i)
    std::ofstream(test.folder() / StrCat("site-", i, ".csv")) << ImagesCsv(i);
  const CommandResult run = test.RunJob(ImageJob());
  ASSERT_EQ(run.exit_code, 0) << run.output << run.errors << test.Logs();
  const auto rounds = EventsNamed(run, "round_finished");
  ASSERT_EQ(rounds.size(), 2u);
  const nlohmann::json metrics = rounds.back()["metrics"];
  double rows = 0, right = 0;
  for (const char* cell : {"0_0", "0_1", "1_0", "1_1"}) {
    const double count = metrics.at(StrCat("confusion_", cell));
    EXPECT_EQ(count, std::floor(count)) << "counts are exact";
    rows += count;
    if (cell[0] == cell[2]) right += count;
  }
  EXPECT_EQ(rows, 4 * 64);
  EXPECT_DOUBLE_EQ(metrics.at("accuracy"), right / rows);
  EXPECT_GT(metrics.at("auroc"), 0.5);
  EXPECT_LT(metrics.at("auroc_error"), 0.05);
  EXPECT_GE(metrics.at("f1"), 0);
}

TEST(ModelKinds, AJobThatNeedsAGpuSaysSoWhereThereIsNone) {
  TestFleet test;
  std::string job = Replaced(SyntheticJob(), "[local]\n", "[local]\ndevice = \"cuda\"\n");
  job = Replaced(job, "[rounds]\n", "[rounds]\nfailures_allowed = 0\n");
  const CommandResult run = test.RunJob(job);
  if (std::filesystem::exists("/dev/nvidia0") && run.exit_code == 0) return;  // and it took part
  EXPECT_NE(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("the job asks for a GPU and there is none"));
}

}  // namespace
}  // namespace hansa::testing
