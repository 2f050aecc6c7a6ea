// A job with windows over time series, from its file to predictions.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "common/base/text.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

// Rows every minute with a hole of an hour; y is the mean of the last three x.
std::string Series(size_t rows) {
  std::string csv = "t,x,y\n";
  double last[3] = {0, 0, 0};
  for (size_t i = 0; i < rows; ++i) {
    last[i % 3] = static_cast<double>((i * 7919) % 101) / 50.0 - 1;
    const size_t seconds = 1388534400 + 60 * i + (i < rows / 2 ? 0 : 3600);
    csv += StrCat(seconds, ",", last[i % 3], ",", (last[0] + last[1] + last[2]) / 3, "\n");
  }
  return csv;
}

std::string Job() {
  return R"(name = "test-job"
requires = ["windows"]
[model]
architecture = "mlp"
loss = "mse"
[data]
features = [{ column = "x" }]
target = { column = "y" }
train = "t < 1388547000"
evaluate = "t >= 1388547000"
window = { length = 3, time = "t", step = "1min" }
[local]
epochs = 20
batch_size = 16
optimizer = "adam"
learning_rate = 2e-2
[rounds]
count = 3
clients = { min = 3 }
selecting = "20s"
)";
}

TEST(Windows, AreLearntCountedAndPredicted) {
  TestFleetOptions options{.sites = 3, .start_agents = false};
  for (size_t i = 0; i < 3; ++i)
    options.policies[i] = "[policy]\njobs = [\"*\"]\ncolumns = [\"*\"]\n";
  TestFleet test(options);
  for (size_t i = 0; i < 3; ++i) {
    std::ofstream(test.folder() / StrCat("site-", i, ".csv")) << Series(300);
    ASSERT_TRUE(test.fleet().StartAgent(i).ok());
  }
  const CommandResult run = test.RunJob(Job());
  ASSERT_EQ(run.exit_code, 0) << run.output << test.Logs();
  const std::string model = (test.folder() / "model").string();
  ASSERT_EQ(test.Hansa({"model", "pull", "test-job", "--out", model}).exit_code, 0);
  test.fleet().Stop();

  const json data = json::parse(ReadWhole(test.fleet().report(0, "test-job")))["data"];
  // Two runs of 150 rows. Two windows that each has begun lack rows.
  EXPECT_EQ(data["rows_found"], 300);
  EXPECT_EQ(data["rows_dropped"], 0);
  EXPECT_EQ(data["windows"]["found"], 300);
  EXPECT_EQ(data["rows_train"], 148) << data.dump(1);
  EXPECT_EQ(data["rows_evaluate"], 148);
  EXPECT_THAT(data["windows"]["dropped"].dump(),
              AllOf(HasSubstr(R"({"first":"site-0.csv:151","reason":"gap","windows":2})"),
                    HasSubstr(R"({"first":"site-0.csv:301","reason":"end_of_file","windows":2})")));

  // A linear model of three inputs finds the mean.
  const json metrics = json::parse(ReadWhole(test.fleet().report(0, "test-job")))["rounds"].back();
  EXPECT_LT(metrics["metrics"]["rmse"], 0.1) << metrics.dump(1);

  const CommandResult predicted = RunProgram(
      "hansa-client", {"predict", model, (test.folder() / "site-0.csv").string(), "--json"});
  EXPECT_EQ(predicted.exit_code, 0) << predicted.errors;
  EXPECT_EQ(predicted.last()["rows"], 296) << predicted.errors;
  EXPECT_LT(predicted.last()["rmse"], 0.1);

  const CommandResult check =
      test.Client(0, {"check", "--job", (test.folder() / "job.toml").string()});
  EXPECT_THAT(check.output, HasSubstr("148 windows to train on, 148 to evaluate on"))
      << check.errors;
}

}  // namespace
}  // namespace hansa::testing
