#include "common/base/bytes.h"
#include "common/model/network_json.h"

namespace hansa::internal {
namespace {

using nlohmann::ordered_json;

ordered_json ToJsonValue(const Convolution& c) {
  return {{"channels", c.channels},
          {"kernel", c.kernel},
          {"stride", c.stride},
          {"padding", c.padding},
          {"pool", c.pool}};
}

ordered_json ToJsonValue(const ScriptSpec& script) {
  ordered_json tensors = ordered_json::array();
  for (const ScriptTensor& tensor : script.tensors)
    tensors.push_back({{"name", tensor.name},
                       {"shape", tensor.shape},
                       {"buffer", tensor.buffer},
                       {"low", tensor.low},
                       {"high", tensor.high}});
  return {{"sha256", Hex(script.sha256)}, {"tensors", tensors}};
}

}  // namespace

ordered_json NetworkToJson(const NetworkSpec& network) {
  ordered_json out = {{"architecture", Name(network.architecture)},
                      {"inputs", network.inputs},
                      {"hidden", network.hidden},
                      {"outputs", network.outputs},
                      {"loss", Name(network.loss)}};
  if (network.length != 1) out["length"] = network.length;
  if (!network.image.empty()) out["input"] = network.image;
  for (const Convolution& c : network.convolutions) out["convolutions"].push_back(ToJsonValue(c));
  if (network.units != 0) out["units"] = network.units;
  if (network.layers != 0) out["layers"] = network.layers;
  if (network.bottleneck != 0) out["bottleneck"] = network.bottleneck;
  if (IsScript(network)) out["script"] = ToJsonValue(network.script);
  return out;
}

}  // namespace hansa::internal
