#pragma once
// TorchScript files made by LibTorch itself, for tests. For files that see LibTorch.

#include <torch/csrc/jit/api/module.h>
#include <torch/torch.h>

#include <sstream>
#include <string>

#include "common/crypto/hash.h"
#include "common/model/network.h"

namespace hansa::test {

inline std::string Saved(const torch::jit::Module& module) {
  std::ostringstream out;
  module.save(out);
  return out.str();
}

// As nn.Parameter has it.
inline at::Tensor Learned(const at::Tensor& values) { return values.detach().requires_grad_(); }

// A module "m" with one parameter "w" [inputs] and this text as its methods.
inline std::string ScriptOf(int64_t inputs, const std::string& methods) {
  torch::jit::Module module("m");
  module.register_parameter("w", Learned(torch::full({inputs}, 0.5)), false);
  module.define(methods + "\n");
  return Saved(module);
}

// As ScriptOf, of many bytes: what it carries beside its weight is no float, so it stays in the
// file.
inline std::string LargeScript(int64_t inputs, int64_t bytes) {
  torch::jit::Module module("m");
  module.register_parameter("w", Learned(torch::full({inputs}, 0.5)), false);
  module.register_buffer("ballast", torch::randint(256, {bytes}, torch::kUInt8));
  module.define("def forward(self, x):\n    return torch.matmul(x, self.w).unsqueeze(1)\n");
  return Saved(module);
}

// x w + b through a batch norm written out: "w" [inputs], "b" [1]; buffers "mean" and "var"
// [inputs], and a count of batches that is no float.
inline std::string ScriptWithBuffers(int64_t inputs) {
  torch::manual_seed(3);
  torch::jit::Module module("m");
  module.register_parameter("w", Learned(torch::rand({inputs}) - 0.5), false);
  module.register_parameter("b", Learned(torch::zeros({1})), false);
  module.register_buffer("mean", torch::zeros({inputs}));
  module.register_buffer("var", torch::ones({inputs}));
  module.register_buffer("batches", torch::zeros({}, torch::kLong));
  module.register_attribute("training", c10::BoolType::get(), true);
  module.define(R"(
    def forward(self, x):
        if self.training:
            self.batches.add_(1)
        z = torch.batch_norm(x, None, None, self.mean, self.var, self.training, 0.1, 1e-5, False)
        return torch.matmul(z, self.w).unsqueeze(1) + self.b
  )");
  return Saved(module);
}

inline NetworkSpec NetworkOf(const std::string& file, uint32_t inputs,
                             std::vector<ScriptTensor> tensors) {
  NetworkSpec network;
  network.architecture = Architecture::kTorchScript;
  network.inputs = inputs;
  network.script.sha256 = crypto::Sha256(AsSpan(file));
  network.script.tensors = std::move(tensors);
  return network;
}

}  // namespace hansa::test
