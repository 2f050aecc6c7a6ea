#include <vector>

#include "client/learning/optimizer.h"

namespace hansa::client {
namespace {

class Sgd : public Optimizer {
 public:
  explicit Sgd(double learning_rate) : rate_(static_cast<float>(learning_rate)) {}

  void Update(std::span<float> weights, size_t, std::span<const float> gradient) override {
    float* w = weights.data();
    const float* g = gradient.data();
    const float rate = rate_;
    const size_t size = weights.size();
    for (size_t i = 0; i < size; ++i) w[i] -= rate * g[i];
  }

 private:
  float rate_;
};

class SgdWithMomentum : public Optimizer {
 public:
  SgdWithMomentum(size_t weights, double learning_rate, double momentum)
      : rate_(static_cast<float>(learning_rate)),
        momentum_(static_cast<float>(momentum)),
        velocity_(weights, 0.0f) {}

  void Update(std::span<float> weights, size_t offset, std::span<const float> gradient) override {
    float* w = weights.data();
    float* v = velocity_.data() + offset;
    const float* g = gradient.data();
    const float rate = rate_, momentum = momentum_;
    const size_t size = weights.size();
    for (size_t i = 0; i < size; ++i) {
      v[i] = momentum * v[i] + g[i];
      w[i] -= rate * v[i];
    }
  }

 private:
  float rate_, momentum_;
  std::vector<float> velocity_;
};

}  // namespace

std::unique_ptr<Optimizer> MakeSgd(size_t weights, double learning_rate, double momentum) {
  if (momentum == 0.0) return std::make_unique<Sgd>(learning_rate);
  return std::make_unique<SgdWithMomentum>(weights, learning_rate, momentum);
}

}  // namespace hansa::client
