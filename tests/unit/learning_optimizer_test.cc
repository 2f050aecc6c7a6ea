// Steps worked out by hand, and Adam against its paper's algorithm in double precision.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "client/learning/optimizer.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;
using testing::FloatEq;

void Step(Optimizer& optimizer, std::vector<float>& weights, const std::vector<float>& gradient) {
  optimizer.BeginStep();
  optimizer.Update(weights, 0, gradient);
}

TEST(Sgd, WithoutMomentum) {
  auto sgd = MakeSgd(2, 0.5, 0.0);
  std::vector<float> w{1, -2};
  Step(*sgd, w, {2, -4});
  EXPECT_THAT(w, ElementsAre(0.0f, 0.0f));
  Step(*sgd, w, {-1, 3});
  EXPECT_THAT(w, ElementsAre(0.5f, -1.5f));
}

TEST(Sgd, WithMomentum) {
  auto sgd = MakeSgd(1, 0.5, 0.5);
  std::vector<float> w{1};
  Step(*sgd, w, {2});  // velocity 2
  EXPECT_THAT(w, ElementsAre(0.0f));
  Step(*sgd, w, {1});  // velocity 1 + 1
  EXPECT_THAT(w, ElementsAre(-1.0f));
  Step(*sgd, w, {0});  // velocity 1
  EXPECT_THAT(w, ElementsAre(-1.5f));
}

TEST(Sgd, KeepsTheVelocityOfEachTensorApart) {
  auto sgd = MakeSgd(3, 1.0, 0.5);
  std::vector<float> a{0}, b{0, 0};
  for (int i = 0; i < 2; ++i) {
    sgd->BeginStep();
    sgd->Update(a, 0, std::vector<float>{1});
    sgd->Update(b, 1, std::vector<float>{0, 4});
  }
  EXPECT_THAT(a, ElementsAre(-2.5f));
  EXPECT_THAT(b, ElementsAre(0.0f, -10.0f));
}

// After bias correction the first step has mean = g and root = |g|: each weight moves by the rate.
TEST(Adam, FirstStepMovesByTheRate) {
  auto adam = MakeAdam(3, 0.25);
  std::vector<float> w{1, 1, 1};
  Step(*adam, w, {4, -0.5f, 0});
  EXPECT_THAT(w, ElementsAre(FloatEq(0.75f), FloatEq(1.25f), FloatEq(1.0f)));
}

// Second step by hand for g = 1, then 0: m = 0.09 / (1 - 0.81), s = 0.000999 / (1 - 0.998001).
TEST(Adam, SecondStepByHand) {
  auto adam = MakeAdam(1, 0.1);
  std::vector<float> w{0};
  Step(*adam, w, {1});
  Step(*adam, w, {0});
  const double expected = -0.1 - 0.1 * (0.09 / 0.19) / std::sqrt(0.000999 / 0.001999);
  EXPECT_NEAR(w[0], expected, 1e-6);
}

TEST(Adam, FollowsThePapersAlgorithm) {
  constexpr double kRate = 0.01;
  auto adam = MakeAdam(2, kRate);
  std::vector<float> w{0.5f, -0.5f};
  double reference[2] = {0.5, -0.5}, m[2] = {0, 0}, v[2] = {0, 0};
  for (int t = 1; t <= 200; ++t) {
    const float g[2] = {std::sin(static_cast<float>(t)), 1e-3f * static_cast<float>(t % 7)};
    Step(*adam, w, {g[0], g[1]});
    for (int i = 0; i < 2; ++i) {
      m[i] = 0.9 * m[i] + 0.1 * g[i];
      v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
      const double mean = m[i] / (1 - std::pow(0.9, t));
      const double square = v[i] / (1 - std::pow(0.999, t));
      reference[i] -= kRate * mean / (std::sqrt(square) + 1e-8);
    }
  }
  EXPECT_NEAR(w[0], reference[0], 1e-4);
  EXPECT_NEAR(w[1], reference[1], 1e-4);
}

}  // namespace
}  // namespace hansa::client
