#include "experiments/bench/bare_loop.h"

#include <torch/nn/functional/loss.h>
#include <torch/optim/adam.h>

#include <vector>

#include "client/learning/torch_runtime.h"
#include "experiments/bench/bare_network.h"

namespace hansa::bench {
namespace {

namespace functional = torch::nn::functional;

torch::Tensor Copy(std::span<const float> values, const std::vector<int64_t>& shape) {
  return torch::from_blob(const_cast<float*>(values.data()), shape).clone();
}

}  // namespace

struct BareLoop::Parts {
  std::unique_ptr<BareNetwork> network;
  std::vector<torch::Tensor> parameters;
  std::unique_ptr<torch::optim::Adam> adam;  // none: plain SGD
  double learning_rate;
  bool classes;
  std::vector<torch::Tensor> x, y;  // batches

  torch::Tensor Loss(size_t batch) {
    const torch::Tensor outputs = network->forward(x[batch]);
    return classes ? functional::cross_entropy(outputs, y[batch])
                   : functional::mse_loss(outputs, y[batch]);
  }

  // torch::optim::SGD takes half as long again as these lines: they are the stricter limit.
  void SgdStep() {
    const torch::NoGradGuard no_gradients;
    for (torch::Tensor& parameter : parameters) {
      parameter.add_(parameter.grad(), -learning_rate);
      parameter.mutable_grad().reset();
    }
  }

  void Step(size_t batch, torch::Tensor& loss) {
    if (adam) adam->zero_grad();
    loss = Loss(batch);
    loss.backward();
    if (adam) {
      adam->step();
    } else {
      SgdStep();
    }
  }
};

BareLoop::BareLoop(const NetworkSpec& network, const client::TrainOptions& options,
                   std::span<const float> x, std::span<const float> y)
    : parts_(std::make_unique<Parts>()) {
  client::StartTorch();
  parts_->network = std::make_unique<BareNetwork>(network);
  parts_->parameters = parts_->network->parameters();
  parts_->learning_rate = options.learning_rate;
  parts_->classes = network.loss == hansa::Loss::kCrossEntropy;
  if (options.rule == client::UpdateRule::kAdam)
    parts_->adam = std::make_unique<torch::optim::Adam>(
        parts_->parameters, torch::optim::AdamOptions(options.learning_rate));

  const int64_t rows = static_cast<int64_t>(y.size()), batch = options.batch_size;
  const torch::Tensor all_x = Copy(x, {rows, network.inputs});
  torch::Tensor all_y = Copy(y, {rows, 1});
  if (parts_->classes) all_y = all_y.flatten().to(torch::kLong);
  for (int64_t first = 0; first + batch <= rows; first += batch) {
    parts_->x.push_back(all_x.slice(0, first, first + batch));
    parts_->y.push_back(all_y.slice(0, first, first + batch));
  }
}

BareLoop::~BareLoop() = default;

uint64_t BareLoop::steps() const { return parts_->x.size(); }

double BareLoop::Epoch() {
  torch::Tensor loss;
  for (size_t batch = 0; batch < parts_->x.size(); ++batch) parts_->Step(batch, loss);
  return loss.item<double>();
}

}  // namespace hansa::bench
