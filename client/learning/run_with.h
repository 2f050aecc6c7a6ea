#pragma once
// What a network runs with beside its weights. No LibTorch in this header.

#include <memory>
#include <string>

namespace hansa::client {

// The bytes of a TorchScript file; null for every other network.
using ScriptBytes = std::shared_ptr<const std::string>;

struct RunWith {
  bool cuda = false;  // as ChooseDevice decided (device.h)
  ScriptBytes script = {};
};

}  // namespace hansa::client
