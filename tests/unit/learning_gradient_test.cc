// The gradients of every loss through a network, against finite differences of a plain computation
// in double precision that shares no code with ours.

#include <ATen/ops/from_blob.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "client/learning/batch.h"
#include "client/learning/loss_function.h"
#include "client/learning/network_module.h"

namespace hansa::client {
namespace {

constexpr size_t kRows = 6, kInputs = 3, kHidden = 4;

using Vector = std::vector<double>;

Vector PlainLinear(const double* weights, const Vector& in, size_t outputs) {
  Vector out(outputs);
  for (size_t o = 0; o < outputs; ++o) {
    out[o] = weights[in.size() * outputs + o];
    for (size_t i = 0; i < in.size(); ++i) out[o] += weights[o * in.size() + i] * in[i];
  }
  return out;
}

double PlainRowLoss(Loss loss, const Vector& z, const float* y) {
  double sum = 0;
  if (loss == Loss::kCrossEntropy) {
    for (double v : z) sum += std::exp(v);
    return std::log(sum) - z[static_cast<size_t>(*y)];
  }
  for (size_t i = 0; i < z.size(); ++i) {
    const double e = z[i] - y[i];
    const double p = 1 / (1 + std::exp(-z[i]));
    if (loss == Loss::kMse) sum += e * e;
    if (loss == Loss::kHuber) sum += std::abs(e) < 1 ? e * e / 2 : std::abs(e) - 0.5;
    if (loss == Loss::kBinaryCrossEntropy) sum -= y[i] * std::log(p) + (1 - y[i]) * std::log(1 - p);
  }
  return sum / static_cast<double>(z.size());
}

double PlainLoss(const NetworkSpec& network, const Vector& w, const std::vector<float>& x,
                 const std::vector<float>& y) {
  double sum = 0;
  for (size_t row = 0; row < kRows; ++row) {
    const Vector in(x.begin() + static_cast<std::ptrdiff_t>(row * kInputs),
                    x.begin() + static_cast<std::ptrdiff_t>((row + 1) * kInputs));
    Vector hidden = PlainLinear(w.data(), in, kHidden);
    for (double& v : hidden) v = std::max(v, 0.0);
    const Vector z = PlainLinear(w.data() + (kInputs + 1) * kHidden, hidden, network.outputs);
    sum += PlainRowLoss(network.loss, z, y.data() + row * TargetColumns(network));
  }
  return sum / kRows;
}

class Gradient : public testing::TestWithParam<Loss> {};

TEST_P(Gradient, AgreesWithFiniteDifferences) {
  const NetworkSpec network{Architecture::kMlp, kInputs, {kHidden}, 3, GetParam()};
  std::vector<float> x, y;
  for (size_t i = 0; i < kRows * kInputs; ++i)
    x.push_back(2 * std::sin(static_cast<float>(3 * i + 1)));
  for (size_t i = 0; i < kRows * TargetColumns(network); ++i)
    y.push_back(network.loss == Loss::kCrossEntropy ? static_cast<float>(i % 3)
                : IsClassifier(network)             ? static_cast<float>(i % 2)
                                                    : 2 * std::cos(static_cast<float>(i)));
  const std::vector<float> weights = InitialModel(network, 11).values;

  NetworkModule module(network, weights);
  Batch batch(network, kRows);
  batch.Gather({{x.data(), kRows, kInputs}, {y.data(), kRows, TargetColumns(network)}},
               std::vector<uint32_t>{0, 1, 2, 3, 4, 5});
  const at::Tensor loss = MeanLoss(network.loss, module.Forward(batch.x()), batch.y());
  loss.backward();
  std::vector<float> gradient(weights.size());
  module.TakeGradients([&](std::span<float>, size_t offset, std::span<const float> g) {
    std::copy(g.begin(), g.end(), gradient.begin() + static_cast<std::ptrdiff_t>(offset));
  });

  Vector w(weights.begin(), weights.end());
  EXPECT_NEAR(*loss.data_ptr<float>(), PlainLoss(network, w, x, y), 1e-5);
  double norm = 0;
  for (size_t i = 0; i < w.size(); ++i) {
    constexpr double kStep = 1e-5;
    const double kept = w[i];
    w[i] = kept + kStep;
    const double above = PlainLoss(network, w, x, y);
    w[i] = kept - kStep;
    const double below = PlainLoss(network, w, x, y);
    w[i] = kept;
    EXPECT_NEAR(gradient[i], (above - below) / (2 * kStep), 2e-5) << "weight " << i;
    norm += gradient[i] * gradient[i];
  }
  EXPECT_GT(norm, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(EveryLoss, Gradient,
                         testing::Values(Loss::kMse, Loss::kHuber, Loss::kCrossEntropy,
                                         Loss::kBinaryCrossEntropy),
                         [](const testing::TestParamInfo<Loss>& tested) {
                           return std::string(Name(tested.param));
                         });

}  // namespace
}  // namespace hansa::client
