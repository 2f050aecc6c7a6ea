#pragma once
// A TorchScript file as a network. For files that see LibTorch. Everything here throws what
// LibTorch throws, and std::runtime_error for what does not fit: call it Guarded.

#include <torch/csrc/jit/api/module.h>

#include <string>
#include <vector>

#include "client/learning/networks/forward_pass.h"

namespace hansa::client {

struct NamedTensor {
  std::string name;
  at::Tensor tensor;
  bool buffer = false;  // as ScriptTensor has it
};

// Reading a file runs code of it. What its code prints or warns of goes nowhere.
torch::jit::Module ReadScriptModule(const std::string& file);

// Its tensors in the order of ScriptSpec. Throws when one is none that can be averaged.
std::vector<NamedTensor> TensorsOf(const torch::jit::Module& module);

// `tensors`, those of LayoutOf(network) on the CPU, take the place of the module's own: training
// and batch norm change their values where they lie. Those that learn are replaced by the module's
// handles of them, which will have the gradients. `training`: dropout and batch norm are at work.
// The pass throws when the file's forward gives anything but rows x outputs values of float32.
ForwardPass MakeScript(const NetworkSpec& network, const std::string& file, bool training,
                       std::vector<at::Tensor>& tensors);

}  // namespace hansa::client
