#include "client/learning/networks/script_module.h"

#include <ATen/core/grad_mode.h>
#include <c10/util/Exception.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/runtime/print_handler.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/version.h>

#include <set>
#include <sstream>
#include <stdexcept>

#include "client/learning/script_file.h"
#include "common/base/script_limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

#if TORCH_VERSION_MAJOR >= 2
namespace warnings = c10::WarningUtils;
#else
namespace warnings = c10::Warning;
#endif

class NoWarnings : public c10::WarningHandler {
 public:
#if TORCH_VERSION_MAJOR >= 2
  void process(const c10::Warning&) override {}
#else
  void process(const c10::SourceLocation&, const std::string&, bool) override {}
#endif
};

// It could forge lines of the agent's log, or write rows into it.
void Silence() {
  static NoWarnings none;
  torch::jit::setPrintHandler([](const std::string&) {});
  warnings::set_warning_handler(&none);
}

[[noreturn]] void Unfit(const std::string& why) { throw std::runtime_error(why); }

void Add(const std::string& name, const at::Tensor& tensor, bool buffer,
         std::set<const void*>& seen, std::vector<NamedTensor>& out) {
  if (tensor.layout() != at::kStrided || !tensor.is_cpu() || tensor.scalar_type() != at::kFloat)
    Unfit(StrCat("its tensor ", name, " is not of float32"));
  if (!seen.insert(tensor.unsafeGetTensorImpl()).second)
    Unfit(StrCat("its tensor ", name, " has another name, too"));
  if (out.size() == limits::kScriptTensors)
    Unfit(StrCat("it has more than ", limits::kScriptTensors, " tensors"));
  out.push_back({name, tensor, buffer});
}

// A mode of its own: nothing profiled and nothing fused, so that the first batch runs as the last.
void RunPlainly() {
  torch::jit::getProfilingMode() = false;
  torch::jit::setGraphExecutorOptimize(false);
}

at::Tensor Checked(const c10::IValue& answer, int64_t rows, int64_t outputs) {
  if (!answer.isTensor()) Unfit(kWrongOutputs);
  at::Tensor values = answer.toTensor();
  if (!values.defined() || values.layout() != at::kStrided || !values.is_cpu() ||
      values.scalar_type() != at::kFloat)
    Unfit(kWrongOutputs);
  if (values.dim() == 1 && outputs == 1) values = values.unsqueeze(1);
  if (values.dim() != 2 || values.size(0) != rows || values.size(1) != outputs)
    Unfit(kWrongOutputs);
  return values;
}

}  // namespace

torch::jit::Module ReadScriptModule(const std::string& file) {
  Silence();
  RunPlainly();
  std::istringstream stream(file);
  return torch::jit::load(stream, at::kCPU);
}

std::vector<NamedTensor> TensorsOf(const torch::jit::Module& module) {
  std::vector<NamedTensor> out;
  std::set<const void*> seen;
  for (const auto& parameter : module.named_parameters())
    if (parameter.value.requires_grad()) Add(parameter.name, parameter.value, false, seen, out);
  if (out.empty()) Unfit("it has no parameter that could learn");
  for (const auto& parameter : module.named_parameters())
    if (!parameter.value.requires_grad()) Add(parameter.name, parameter.value, true, seen, out);
  for (const auto& buffer : module.named_buffers())
    if (buffer.value.is_floating_point()) Add(buffer.name, buffer.value, true, seen, out);
  return out;
}

ForwardPass MakeScript(const NetworkSpec& network, const std::string& file, bool training,
                       std::vector<at::Tensor>& tensors) {
  torch::jit::Module module = ReadScriptModule(file);
  std::vector<NamedTensor> own = TensorsOf(module);
  if (own.size() != tensors.size()) Unfit("its tensors are not those of the job");
  for (size_t i = 0; i < own.size(); ++i) {
    if (own[i].tensor.sizes() != tensors[i].sizes()) Unfit("its tensors are not those of the job");
    own[i].tensor.set_data(tensors[i]);
    if (!own[i].buffer) tensors[i] = own[i].tensor;
  }
  if (training) {
    module.train();
  } else {
    module.eval();
  }
  const int64_t outputs = network.outputs;
  return [module, outputs](const at::Tensor& x) mutable {
    // A copy: a script may write to what it is given.
    return Checked(module.forward({x.clone()}), x.size(0), outputs);
  };
}

}  // namespace hansa::client
