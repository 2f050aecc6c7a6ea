// The real trainer, as one-shot commands and the agent use it.

#include "client/trainer/trainer_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cmath>
#include <cstring>
#include <thread>

#include "client/trainer/network_message.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;

constexpr seconds kLong{100};
constexpr size_t kTrainRows = 640, kEvaluateRows = 100;
const NetworkSpec kNetwork{Architecture::kMlp, 2, {16}, 1, Loss::kMse};

TrainerClient StartTrainer() {
  Result<TrainerClient> client = TrainerClient::Start(HANSA_BIN_DIR "/hansa-trainer", kLong);
  EXPECT_TRUE(client.ok()) << client.error().Text();
  return std::move(*client);
}

std::vector<float> Inputs(size_t rows) {
  std::vector<float> x(rows * 2);
  for (size_t i = 0; i < x.size(); ++i) x[i] = std::sin(static_cast<float>(i));
  return x;
}

std::vector<float> Targets(const std::vector<float>& x) {
  std::vector<float> y;
  for (size_t i = 0; i < x.size(); i += 2) y.push_back(x[i] * x[i] - x[i + 1]);
  return y;
}

DataArrays Data() {
  const std::vector<float> train = Inputs(kTrainRows), evaluate = Inputs(kEvaluateRows);
  return {SharedArray::Copy(train, kTrainRows, 2).value(),
          SharedArray::Copy(Targets(train), kTrainRows, 1).value(),
          SharedArray::Copy(evaluate, kEvaluateRows, 2).value(),
          SharedArray::Copy(Targets(evaluate), kEvaluateRows, 1).value()};
}

v1::Train TrainRequest(uint32_t epochs) {
  v1::Train train;
  train.set_data_key("data");
  *train.mutable_network() = ToMessage(kNetwork);
  train.set_epochs(epochs);
  train.set_batch_size(32);
  train.set_optimizer(v1::OPTIMIZER_ADAM);
  train.set_learning_rate(0.01);
  train.set_shuffle_seed(1);
  return train;
}

TEST(Trainer, SaysWhatItIs) {
  const TrainerClient client = StartTrainer();
  EXPECT_THAT(client.ready().torch_version(), testing::MatchesRegex("[1-9].*\\..*"));
  EXPECT_THAT(client.ready().blas(), testing::Not(testing::IsEmpty()));
}

TEST(Trainer, LearnsEvaluatesAndPredicts) {
  TrainerClient client = StartTrainer();
  ASSERT_TRUE(client.LoadData("data", Data(), kLong).ok());
  std::vector<float> weights = InitialModel(kNetwork, 1).values;
  const v1::Evaluated before = client.Evaluate("data", kNetwork, weights, kLong).value();
  for (int round = 0; round < 5; ++round) {
    TrainedWeights trained = client.Train(TrainRequest(5), weights, kLong).value();
    EXPECT_EQ(trained.summary.rows(), kTrainRows);
    EXPECT_EQ(trained.summary.steps(), 5 * kTrainRows / 32);
    weights = std::move(trained.weights);
  }
  const v1::Evaluated after = client.Evaluate("data", kNetwork, weights, kLong).value();
  EXPECT_EQ(after.rows(), kEvaluateRows);
  EXPECT_LT(after.squared_error_sum(), 0.1 * before.squared_error_sum());

  const std::vector<float> x = Inputs(kEvaluateRows), y = Targets(x);
  const std::vector<float> outputs = client.Predict(kNetwork, weights, x, kLong).value();
  ASSERT_EQ(outputs.size(), kEvaluateRows);
  double squares = 0, sizes = 0;
  for (size_t i = 0; i < y.size(); ++i) {
    const double e = static_cast<double>(outputs[i]) - y[i];
    squares += e * e;
    sizes += std::abs(e);
  }
  EXPECT_NEAR(after.squared_error_sum(), squares, 1e-5 * squares);
  EXPECT_NEAR(after.absolute_error_sum(), sizes, 1e-5 * sizes);
}

TEST(Trainer, TwoProcessesWithTheSameSeedGiveTheSameBits) {
  const std::vector<float> initial = InitialModel(kNetwork, 1).values;
  std::vector<std::vector<float>> results;
  for (int i = 0; i < 2; ++i) {
    TrainerClient client = StartTrainer();
    ASSERT_TRUE(client.LoadData("data", Data(), kLong).ok());
    results.push_back(client.Train(TrainRequest(3), initial, kLong).value().weights);
  }
  ASSERT_EQ(results[0].size(), initial.size());
  EXPECT_EQ(std::memcmp(results[0].data(), results[1].data(), initial.size() * 4), 0);
  EXPECT_NE(std::memcmp(results[0].data(), initial.data(), initial.size() * 4), 0);
}

// Long enough that it is at work when the progress report arrives.
TEST(Trainer, KilledWhileTraining) {
  TrainerClient client = StartTrainer();
  ASSERT_TRUE(client.LoadData("data", Data(), kLong).ok());
  const pid_t pid = client.process().pid();
  int reports = 0;
  const Result<TrainedWeights> trained =
      client.Train(TrainRequest(100'000), InitialModel(kNetwork, 1).values, kLong,
                   [&](const v1::Progress& progress) {
                     EXPECT_GT(progress.step(), 0u);
                     EXPECT_EQ(progress.steps(), 100'000 * kTrainRows / 32);
                     if (++reports == 1) ::kill(pid, SIGKILL);
                   });
  ASSERT_FALSE(trained.ok());
  EXPECT_EQ(reports, 1);
  EXPECT_THAT(trained.error().Text(), HasSubstr("killed by signal 9, perhaps out of memory"));
}

TEST(Trainer, HangingIsEndedAtTheLimit) {
  TrainerClient client = StartTrainer();
  ASSERT_TRUE(client.LoadData("data", Data(), kLong).ok());
  ASSERT_EQ(::kill(client.process().pid(), SIGSTOP), 0);
  const Result<TrainedWeights> trained =
      client.Train(TrainRequest(1), InitialModel(kNetwork, 1).values, milliseconds(50));
  ASSERT_FALSE(trained.ok());
  EXPECT_THAT(trained.error().Text(), HasSubstr("did not answer within 0.05 s"));
}

// PR_SET_PDEATHSIG: the trainer goes with the thread that started it, however that ends.
TEST(Trainer, EndsWithItsStarter) {
  std::unique_ptr<TrainerProcess> process;
  std::thread starter([&] {
    process = TrainerProcess::Start(HANSA_BIN_DIR "/hansa-trainer").value();
    while (process->state() == TrainerProcess::State::kStarting) process->Receive();
  });
  starter.join();
  for (int i = 0; i < 100'000 && process->state() != TrainerProcess::State::kDead; ++i) {
    process->Receive();
    std::this_thread::sleep_for(milliseconds(1));
  }
  EXPECT_EQ(process->exit_description(), "killed by signal 9, perhaps out of memory");
}

}  // namespace
}  // namespace hansa::client
