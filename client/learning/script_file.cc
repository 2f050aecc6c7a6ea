#include "client/learning/script_file.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

#include "client/learning/networks/script_module.h"
#include "client/learning/torch_runtime.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

// Uniform over a range has the standard deviation width / sqrt(12).
void Measure(const at::Tensor& tensor, ScriptTensor& out) {
  const at::Tensor values = tensor.detach().contiguous();
  const float* value = values.data_ptr<float>();
  const int64_t count = values.numel();
  double sum = 0, squares = 0;
  for (int64_t i = 0; i < count; ++i) sum += value[i];
  const double mean = count == 0 ? 0 : sum / static_cast<double>(count);
  for (int64_t i = 0; i < count; ++i) squares += (value[i] - mean) * (value[i] - mean);
  const double reach = count == 0 ? 0 : std::sqrt(3 * squares / static_cast<double>(count));
  out.low = static_cast<float>(mean - reach);
  out.high = static_cast<float>(mean + reach);
}

std::string ShapeText(const std::vector<uint64_t>& shape) {
  std::string text;
  for (const uint64_t side : shape) text += StrCat(text.empty() ? "" : ", ", side);
  return StrCat("[", text, "]");
}

std::string Text(const ScriptTensor& tensor) {
  return StrCat(tensor.name, " ", ShapeText(tensor.shape), tensor.buffer ? ", a buffer" : "");
}

}  // namespace

Result<std::vector<ScriptTensor>> DescribeScript(const std::string& file) {
  return Guarded("this is no TorchScript file to train",
                 [&]() -> Result<std::vector<ScriptTensor>> {
                   const at::NoGradGuard no_gradients;
                   std::vector<ScriptTensor> out;
                   for (const NamedTensor& named : TensorsOf(ReadScriptModule(file))) {
                     ScriptTensor tensor{.name = named.name, .buffer = named.buffer};
                     for (const int64_t side : named.tensor.sizes())
                       tensor.shape.push_back(static_cast<uint64_t>(side));
                     Measure(named.tensor, tensor);
                     out.push_back(std::move(tensor));
                   }
                   return out;
                 });
}

Result<> CheckTensors(const std::vector<ScriptTensor>& held, const NetworkSpec& network) {
  constexpr const char* kWhat = "the TorchScript file does not hold the tensors of the job";
  constexpr const char* kNext = "hansa-client describe FILE prints what the job must say";
  const std::vector<ScriptTensor>& named = network.script.tensors;
  for (size_t i = 0; i < std::min(held.size(), named.size()); ++i)
    if (held[i].name != named[i].name || held[i].shape != named[i].shape ||
        held[i].buffer != named[i].buffer)
      return BadInput(
          kWhat, StrCat("its tensor ", i, " is ", Text(held[i]), ", not ", Text(named[i])), kNext);
  if (held.size() == named.size()) return Success();
  return BadInput(kWhat, StrCat("it has ", held.size(), ", the job names ", named.size()), kNext);
}

}  // namespace hansa::client
