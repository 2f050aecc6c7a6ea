#include <cmath>
#include <vector>

#include "client/learning/optimizer.h"

namespace hansa::client {
namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;

class Adam : public Optimizer {
 public:
  Adam(size_t weights, double learning_rate)
      : learning_rate_(learning_rate), mean_(weights, 0.0f), square_(weights, 0.0f) {}

  void BeginStep() override {
    power1_ *= kBeta1;
    power2_ *= kBeta2;
    step_size_ = static_cast<float>(learning_rate_ / (1 - power1_));
    root_correction_ = static_cast<float>(std::sqrt(1 - power2_));
  }

  void Update(std::span<float> weights, size_t offset, std::span<const float> gradient) override {
    float* __restrict w = weights.data();
    float* __restrict m = mean_.data() + offset;
    float* __restrict s = square_.data() + offset;
    const float* __restrict g = gradient.data();
    constexpr float kMore1 = 1 - kBeta1, kMore2 = 1 - kBeta2;
    constexpr float kKeep1 = kBeta1, kKeep2 = kBeta2, kSmall = kEpsilon;
    const float step = step_size_, root = root_correction_;
    const size_t size = weights.size();
    for (size_t i = 0; i < size; ++i) {
      m[i] = kKeep1 * m[i] + kMore1 * g[i];
      s[i] = kKeep2 * s[i] + kMore2 * g[i] * g[i];
      w[i] -= step * m[i] / (std::sqrt(s[i]) / root + kSmall);
    }
  }

 private:
  double learning_rate_;
  double power1_ = 1, power2_ = 1;  // beta^step
  float step_size_ = 0, root_correction_ = 1;
  std::vector<float> mean_, square_;  // of the gradient, decaying
};

}  // namespace

std::unique_ptr<Optimizer> MakeAdam(size_t weights, double learning_rate) {
  return std::make_unique<Adam>(weights, learning_rate);
}

}  // namespace hansa::client
