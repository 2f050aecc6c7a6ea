#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "client/learning/apply.h"
#include "client/learning/torch_runtime.h"
#include "client/learning/train.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;

// y = sin(2 a) + b / 2, or which of three sectors the point lies in.
struct Synthetic {
  explicit Synthetic(size_t rows, const NetworkSpec& network) {
    for (size_t i = 0; i < rows; ++i) {
      const float a = std::sin(static_cast<float>(7 * i)), b = std::cos(static_cast<float>(5 * i));
      x.insert(x.end(), {a, b});
      y.push_back(network.loss == Loss::kCrossEntropy ? static_cast<float>((a > 0) + (b > 0))
                  : network.loss == Loss::kBinaryCrossEntropy ? static_cast<float>(a + b > 0)
                                                              : std::sin(2 * a) + b / 2);
    }
  }
  ExamplesView view() const { return {{x.data(), y.size(), 2}, {y.data(), y.size(), 1}}; }
  std::vector<float> x, y;
};

NetworkSpec Mlp(Loss loss, uint32_t outputs = 1) {
  return {Architecture::kMlp, 2, {16, 8}, outputs, loss};
}

TrainOptions Adam() {
  TrainOptions options;
  options.epochs = 20;
  options.batch_size = 32;
  options.rule = UpdateRule::kAdam;
  options.learning_rate = 0.01;
  options.shuffle_seed = 42;
  return options;
}

class TrainTest : public testing::Test {
 protected:
  TrainTest() { StartTorch(); }
};

double LossOf(const NetworkSpec& network, const Synthetic& data, std::span<const float> weights) {
  return Evaluate(network, data.view(), weights).value().MeanLoss();
}

void ExpectLearns(const NetworkSpec& network, const TrainOptions& options, double share) {
  const Synthetic data(1000, network);
  std::vector<float> weights = InitialModel(network, 5).values;
  const double before = LossOf(network, data, weights);
  const TrainSummary summary = Train(network, data.view(), options, weights).value();
  EXPECT_EQ(summary.steps, uint64_t{options.epochs} * (1000 / options.batch_size));
  EXPECT_LT(LossOf(network, data, weights), share * before) << Name(network.loss);
  EXPECT_LT(summary.mean_loss, share * before) << Name(network.loss);
}

TEST_F(TrainTest, LossFallsWithEveryLoss) {
  ExpectLearns(Mlp(Loss::kMse), Adam(), 0.1);
  ExpectLearns(Mlp(Loss::kHuber), Adam(), 0.1);
  ExpectLearns(Mlp(Loss::kCrossEntropy, 3), Adam(), 0.3);
  ExpectLearns(Mlp(Loss::kBinaryCrossEntropy), Adam(), 0.3);
}

TEST_F(TrainTest, LossFallsWithEveryRule) {
  TrainOptions sgd = Adam();
  sgd.rule = UpdateRule::kSgd;
  sgd.learning_rate = 0.1;
  ExpectLearns(Mlp(Loss::kMse), sgd, 0.2);
  sgd.learning_rate = 0.02;
  sgd.momentum = 0.9;
  ExpectLearns(Mlp(Loss::kMse), sgd, 0.2);
}

TEST_F(TrainTest, LogisticLearnsALinearBorder) {
  const NetworkSpec network{Architecture::kLogistic, 2, {}, 1, Loss::kBinaryCrossEntropy};
  const Synthetic data(1000, network);
  std::vector<float> weights = InitialModel(network, 5).values;
  ASSERT_TRUE(Train(network, data.view(), Adam(), weights).ok());
  EXPECT_GT(Evaluate(network, data.view(), weights).value().correct, 970u);
}

// One step on one row of y = w x + b: loss (w x + b - y)^2, gradients 2 e x and 2 e.
TEST_F(TrainTest, OneStepByHand) {
  const NetworkSpec network{Architecture::kLogistic, 1, {}, 1, Loss::kMse};
  const std::vector<float> x{3}, y{1};
  std::vector<float> weights{0.5f, 0.25f};  // e = 0.75
  TrainOptions options;
  options.learning_rate = 0.125;
  const TrainSummary summary =
      Train(network, {{x.data(), 1, 1}, {y.data(), 1, 1}}, options, weights).value();
  EXPECT_EQ(summary.steps, 1u);
  EXPECT_FLOAT_EQ(static_cast<float>(summary.mean_loss), 0.5625f);
  EXPECT_THAT(weights, testing::ElementsAre(0.5f - 0.125f * 4.5f, 0.25f - 0.125f * 1.5f));
}

TEST_F(TrainTest, SameSeedSameBits) {
  const Synthetic data(500, Mlp(Loss::kMse));
  auto train = [&](uint64_t seed) {
    std::vector<float> weights = InitialModel(Mlp(Loss::kMse), 5).values;
    TrainOptions options = Adam();
    options.epochs = 3;
    options.shuffle_seed = seed;
    EXPECT_TRUE(Train(Mlp(Loss::kMse), data.view(), options, weights).ok());
    return weights;
  };
  const std::vector<float> first = train(1), again = train(1), other = train(2);
  EXPECT_EQ(std::memcmp(first.data(), again.data(), first.size() * sizeof(float)), 0);
  EXPECT_NE(std::memcmp(first.data(), other.data(), first.size() * sizeof(float)), 0);
}

TEST_F(TrainTest, ALastBatchThatIsNotFullIsLeftOutUnlessItIsTheOnlyOne) {
  auto steps = [](size_t rows, uint32_t batch_size) {
    const Synthetic data(rows, Mlp(Loss::kMse));
    std::vector<float> weights = InitialModel(Mlp(Loss::kMse), 5).values;
    TrainOptions options = Adam();
    options.epochs = 2;
    options.batch_size = batch_size;
    return Train(Mlp(Loss::kMse), data.view(), options, weights).value().steps;
  };
  EXPECT_EQ(steps(64, 32), 4u);
  EXPECT_EQ(steps(95, 32), 4u);
  EXPECT_EQ(steps(96, 32), 6u);
  EXPECT_EQ(steps(31, 32), 2u);
  EXPECT_EQ(steps(1, 32), 2u);
}

TEST_F(TrainTest, ProgressComesAfterEveryStep) {
  const Synthetic data(64, Mlp(Loss::kMse));
  std::vector<float> weights = InitialModel(Mlp(Loss::kMse), 5).values;
  TrainOptions options = Adam();
  options.epochs = 2;
  std::vector<std::string> seen;
  ASSERT_TRUE(Train(Mlp(Loss::kMse), data.view(), options, weights,
                    [&](uint32_t epoch, uint64_t step, uint64_t steps) {
                      seen.push_back(StrCat(epoch, ":", step, "/", steps));
                    })
                  .ok());
  EXPECT_THAT(seen, testing::ElementsAre("0:1/4", "0:2/4", "1:3/4", "1:4/4"));
}

TEST_F(TrainTest, DivergenceIsAnErrorAndKeepsTheWeights) {
  const Synthetic data(500, Mlp(Loss::kMse));
  std::vector<float> weights = InitialModel(Mlp(Loss::kMse), 5).values;
  const std::vector<float> before = weights;
  TrainOptions options = Adam();
  options.rule = UpdateRule::kSgd;
  options.learning_rate = 1e6;
  const Result<TrainSummary> result = Train(Mlp(Loss::kMse), data.view(), options, weights);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().Text(), HasSubstr("training diverged: "));
  EXPECT_THAT(result.error().Text(), HasSubstr("try a smaller learning_rate"));
  EXPECT_EQ(weights, before);
}

TEST_F(TrainTest, AWeightThatOverflowsInTheLastStepIsNoticed) {
  const NetworkSpec network{Architecture::kLogistic, 1, {}, 1, Loss::kMse};
  const std::vector<float> x{1e10f}, y{0};
  std::vector<float> weights{1.0f, 0.0f};
  TrainOptions options;
  options.learning_rate = 1e30;
  const Result<TrainSummary> result =
      Train(network, {{x.data(), 1, 1}, {y.data(), 1, 1}}, options, weights);
  EXPECT_THAT(result.error().Text(), HasSubstr("a weight is not finite"));
}

TEST_F(TrainTest, OptionsOutOfBoundsAreRefused) {
  const Synthetic data(64, Mlp(Loss::kMse));
  auto fault = [&](auto change) {
    TrainOptions options = Adam();
    change(options);
    std::vector<float> weights = InitialModel(Mlp(Loss::kMse), 5).values;
    return Train(Mlp(Loss::kMse), data.view(), options, weights).error().Text();
  };
  EXPECT_THAT(fault([](TrainOptions& o) { o.epochs = 0; }), HasSubstr("epochs"));
  EXPECT_THAT(fault([](TrainOptions& o) { o.epochs = 4'000'000'000; }), HasSubstr("epochs"));
  EXPECT_THAT(fault([](TrainOptions& o) { o.batch_size = 0; }), HasSubstr("batch_size"));
  EXPECT_THAT(fault([](TrainOptions& o) { o.learning_rate = 0; }), HasSubstr("learning_rate"));
  EXPECT_THAT(fault([](TrainOptions& o) { o.learning_rate = NAN; }), HasSubstr("learning_rate"));
  EXPECT_THAT(fault([](TrainOptions& o) { o.momentum = 1; }), HasSubstr("momentum"));
  EXPECT_THAT(fault([](TrainOptions& o) { o.momentum = NAN; }), HasSubstr("momentum"));
}

}  // namespace
}  // namespace hansa::client
