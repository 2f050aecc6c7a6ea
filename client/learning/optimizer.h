#pragma once
// Rules that turn a gradient into a step, on plain spans. Each makes one pass over the weights; the
// state is that of one round: a new object starts afresh.

#include <cstddef>
#include <memory>
#include <span>

namespace hansa::client {

class Optimizer {
 public:
  virtual ~Optimizer() = default;
  // Begins step 1, 2, ...; then Update is called once for each tensor of the model.
  virtual void BeginStep() {}
  // Moves `weights`, which lie at `offset` of the model's vector, against `gradient` (same length).
  virtual void Update(std::span<float> weights, size_t offset, std::span<const float> gradient) = 0;
};

// w -= rate * v, where v = momentum * v + gradient (v = gradient in the first step). As
// torch.optim.SGD with dampening 0, without Nesterov's variant.
std::unique_ptr<Optimizer> MakeSgd(size_t weights, double learning_rate, double momentum);

// Kingma & Ba 2015, algorithm 1, with beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, written as
// torch.optim.Adam does.
std::unique_ptr<Optimizer> MakeAdam(size_t weights, double learning_rate);

}  // namespace hansa::client
