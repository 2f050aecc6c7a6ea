#include "client/trainer/network_message.h"

#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/model/architecture_message.h"

namespace hansa::client {
namespace {

v1::Convolution ToMessage(const Convolution& c) {
  v1::Convolution message;
  message.set_channels(c.channels);
  message.set_kernel(c.kernel);
  message.set_stride(c.stride);
  message.set_padding(c.padding);
  message.set_pool(c.pool);
  return message;
}

v1::Script ToMessage(const ScriptSpec& script) {
  v1::Script message;
  message.set_sha256(ToString(script.sha256));
  for (const ScriptTensor& tensor : script.tensors) *message.add_tensors() = client::ToMessage(tensor);
  return message;
}

ScriptSpec ToScript(const v1::Script& message) {
  ScriptSpec script;
  if (message.sha256().size() == script.sha256.size())
    std::copy(message.sha256().begin(), message.sha256().end(), script.sha256.begin());
  for (const v1::ScriptTensor& tensor : message.tensors())
    script.tensors.push_back(ToScriptTensor(tensor));
  return script;
}

}  // namespace

v1::ScriptTensor ToMessage(const ScriptTensor& tensor) {
  v1::ScriptTensor message;
  message.set_name(tensor.name);
  for (const uint64_t side : tensor.shape) message.add_shape(side);
  message.set_buffer(tensor.buffer);
  message.set_low(tensor.low);
  message.set_high(tensor.high);
  return message;
}

ScriptTensor ToScriptTensor(const v1::ScriptTensor& message) {
  return {.name = message.name(),
          .shape = {message.shape().begin(), message.shape().end()},
          .buffer = message.buffer(),
          .low = message.low(),
          .high = message.high()};
}

v1::Network ToMessage(const NetworkSpec& network) {
  v1::Network message;
  message.set_architecture(hansa::ToMessage(network.architecture));
  message.set_inputs(network.inputs);
  for (const uint32_t width : network.hidden) message.add_hidden(width);
  message.set_outputs(network.outputs);
  message.set_loss(hansa::ToMessage(network.loss));
  message.set_length(network.length);
  for (const uint32_t side : network.image) message.add_image(side);
  for (const Convolution& c : network.convolutions) *message.add_convolutions() = ToMessage(c);
  message.set_units(network.units);
  message.set_layers(network.layers);
  message.set_bottleneck(network.bottleneck);
  if (IsScript(network)) *message.mutable_script() = ToMessage(network.script);
  return message;
}

Result<NetworkSpec> ToNetwork(const v1::Network& message) {
  const auto architecture = ToArchitecture(message.architecture());
  const auto loss = ToLoss(message.loss());
  if (!architecture || !loss)
    return BadInput("a network is of an unknown kind",
                    StrCat("architecture ", message.architecture(), ", loss ", message.loss()));
  NetworkSpec network{.architecture = *architecture,
                      .inputs = message.inputs(),
                      .hidden = {message.hidden().begin(), message.hidden().end()},
                      .outputs = message.outputs(),
                      .loss = *loss,
                      .length = std::max(message.length(), 1u),
                      .image = {message.image().begin(), message.image().end()},
                      .units = message.units(),
                      .layers = message.layers(),
                      .bottleneck = message.bottleneck()};
  for (const v1::Convolution& c : message.convolutions())
    network.convolutions.push_back({.channels = c.channels(),
                                    .kernel = c.kernel(),
                                    .stride = c.stride(),
                                    .padding = c.padding(),
                                    .pool = c.pool()});
  if (message.has_script()) network.script = ToScript(message.script());
  if (const auto fault = FaultOf(network))
    return BadInput(StrCat("a network's ", fault->key, " ", fault->fault), fault->why);
  return network;
}

}  // namespace hansa::client
