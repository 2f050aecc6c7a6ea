#include "experiments/bench/bare_network.h"

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/pooling.h>

namespace hansa::bench {

namespace nn = torch::nn;

BareNetwork::BareNetwork(const NetworkSpec& network) : network_(network) {
  std::vector<int64_t> widths(network.hidden.begin(), network.hidden.end());
  widths.push_back(network.outputs);
  int64_t first = network.inputs;
  if (network.architecture == Architecture::kLstm) {
    lstm_ = nn::LSTM(nn::LSTMOptions(network.inputs / network.length, network.units)
                         .num_layers(network.layers)
                         .batch_first(true));
    register_module("lstm", lstm_);
    first = network.units;
  }
  if (!network.convolutions.empty()) {
    AddConvolutions();
    register_module("convolutions", convolutions_);
    first = convolutions_->forward(Shaped(torch::zeros({1, network.inputs}))).numel();
  }
  widths.insert(widths.begin(), first);
  if (network.architecture == Architecture::kAutoencoder) {
    widths.back() = network.bottleneck;
    AddLinear(widths);
    widths.assign(network.hidden.rbegin(), network.hidden.rend());
    widths.insert(widths.begin(), network.bottleneck);
    widths.push_back(network.outputs);
  }
  AddLinear(widths);
  register_module("linear", linear_);
}

torch::Tensor BareNetwork::forward(const torch::Tensor& x) {
  torch::Tensor values = x;
  if (!lstm_.is_empty()) values = std::get<0>(lstm_->forward(Shaped(x))).select(1, -1);
  if (!network_.convolutions.empty()) values = convolutions_->forward(Shaped(x)).flatten(1);
  return linear_->forward(values);
}

torch::Tensor BareNetwork::Shaped(const torch::Tensor& x) const {
  if (!network_.image.empty())
    return x.view({x.size(0), network_.image[0], network_.image[1], network_.image[2]});
  const torch::Tensor steps =
      x.view({x.size(0), network_.length, network_.inputs / network_.length});
  return network_.architecture == Architecture::kCnn1d ? steps.transpose(1, 2) : steps;
}

void BareNetwork::AddConvolutions() {
  const bool image = !network_.image.empty();
  int64_t channels = image ? network_.image[0] : network_.inputs / network_.length;
  for (const Convolution& c : network_.convolutions) {
    if (image) {
      convolutions_->push_back(nn::Conv2d(
          nn::Conv2dOptions(channels, c.channels, c.kernel).stride(c.stride).padding(c.padding)));
      convolutions_->push_back(nn::ReLU());
      if (c.pool > 1) convolutions_->push_back(nn::MaxPool2d(c.pool));
    } else {
      convolutions_->push_back(nn::Conv1d(
          nn::Conv1dOptions(channels, c.channels, c.kernel).stride(c.stride).padding(c.padding)));
      convolutions_->push_back(nn::ReLU());
      if (c.pool > 1) convolutions_->push_back(nn::MaxPool1d(c.pool));
    }
    channels = c.channels;
  }
}

void BareNetwork::AddLinear(const std::vector<int64_t>& widths) {
  for (size_t i = 0; i + 1 < widths.size(); ++i) {
    if (i > 0) linear_->push_back(nn::ReLU());
    linear_->push_back(nn::Linear(widths[i], widths[i + 1]));
  }
}

}  // namespace hansa::bench
