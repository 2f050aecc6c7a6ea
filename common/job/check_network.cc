#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"
#include "common/model/architecture_message.h"

namespace hansa::internal {
namespace {

using Sizes = google::protobuf::RepeatedField<uint32_t>;

Result<> ReadKind(const v1::ModelSection& model, const JobFaults& faults, NetworkSpec& network) {
  const auto architecture = ToArchitecture(model.architecture());
  auto loss = ToLoss(model.loss());
  if (!loss && architecture == Architecture::kAutoencoder) loss = Loss::kMse;
  if (!loss)
    return faults.Missing("model.loss",
                          "Choose \"mse\" or \"huber\" for numbers, \"cross-entropy\" or "
                          "\"bce\" for classes");
  if (!architecture)
    return faults.Missing("model.architecture",
                          "Choose \"mlp\", \"logistic\", \"cnn1d\", \"cnn2d\", \"lstm\", "
                          "\"autoencoder\" or \"torchscript\"");
  network.architecture = *architecture;
  network.loss = *loss;
  return Success();
}

// One number a convolution, or one for all of them.
Result<> CheckSizes(const Sizes& sizes, const char* name, int convolutions,
                    const JobFaults& faults) {
  const std::string key = StrCat("model.", name);
  if (sizes.size() <= 1 || sizes.size() == convolutions) return Success();
  return faults.At(key, "does not fit model.channels",
                   StrCat("it has ", sizes.size(), " numbers for ", convolutions, " convolutions"),
                   "Write one number for each, or one for all");
}

uint32_t SizeOf(const Sizes& sizes, int i, uint32_t otherwise) {
  if (sizes.empty()) return otherwise;
  return sizes.Get(sizes.size() == 1 ? 0 : i);
}

Result<> ReadConvolutions(const v1::ModelSection& model, const JobFaults& faults,
                          NetworkSpec& network) {
  const int count = model.channels_size();
  if (count > 0 && model.kernel_size() == 0)
    return faults.Missing("model.kernel", "Say how large the kernels are: kernel = [5]");
  HANSA_TRY(CheckSizes(model.kernel(), "kernel", count, faults));
  HANSA_TRY(CheckSizes(model.stride(), "stride", count, faults));
  HANSA_TRY(CheckSizes(model.padding(), "padding", count, faults));
  HANSA_TRY(CheckSizes(model.pool(), "pool", count, faults));
  for (const char* name : {"kernel", "stride", "padding", "pool"})
    if (const std::string key = StrCat("model.", name); count == 0 && faults.Has(key))
      return faults.At(key, "stands without model.channels", "",
                       "It belongs to architectures \"cnn1d\" and \"cnn2d\"");
  for (int i = 0; i < count; ++i)
    network.convolutions.push_back({.channels = model.channels(i),
                                    .kernel = SizeOf(model.kernel(), i, 0),
                                    .stride = SizeOf(model.stride(), i, 1),
                                    .padding = SizeOf(model.padding(), i, 0),
                                    .pool = SizeOf(model.pool(), i, 1)});
  return Success();
}

Result<> ReadOutputs(const v1::ModelSection& model, const JobFaults& faults, NetworkSpec& network) {
  if (IsAutoencoder(network) && !faults.Has("model.outputs")) {
    network.outputs = network.inputs;
    return Success();
  }
  network.outputs = HANSA_TRY(CountOr(faults, "model.outputs", model.outputs(), 1, 1,
                                      static_cast<uint32_t>(limits::kLayerWidth)));
  const bool classes = network.loss == Loss::kCrossEntropy;
  if (classes || network.outputs == 1 || IsAutoencoder(network)) return Success();
  return faults.At("model.outputs", "must be 1",
                   StrCat("it is ", network.outputs, ", and loss \"", Name(network.loss),
                          "\" compares one output with the target"));
}

// What a network finds wrong with itself, at the key that can change it.
Error At(const JobFaults& faults, const NetworkFault& fault) {
  std::string key = StrCat("model.", fault.key);
  if (fault.key == "inputs") key = "data.features";
  if (fault.key == "length") key = "data.window";
  if (fault.fault == "is missing") return faults.Missing(key, fault.next);
  return faults.At(key, fault.fault, fault.why, fault.next);
}

// Class numbers are compared as they stand.
Result<> CheckClassTarget(const JobFaults& faults, const JobSpec& job) {
  if (!IsClassifier(job.network)) return Success();
  const char* changed = job.target.mean != 0    ? "mean"
                        : job.target.scale != 1 ? "scale"
                        : job.target.clip       ? "clip"
                                                : nullptr;
  if (changed == nullptr) return Success();
  return faults.At(StrCat("data.target.", changed), "has no meaning for classes",
                   StrCat("loss \"", Name(job.network.loss), "\" takes class numbers as they are"),
                   "Remove the key");
}

}  // namespace

Result<> CheckNetwork(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (!file.has_model())
    return faults.Missing("model", "Add [model] with architecture, hidden and loss");
  const v1::ModelSection& model = file.model();
  NetworkSpec& network = job.network;
  HANSA_TRY(ReadKind(model, faults, network));
  if (job.window) network.length = job.window->length;
  network.hidden.assign(model.hidden().begin(), model.hidden().end());
  network.image.assign(model.input().begin(), model.input().end());
  network.units = model.units();
  const bool lstm = network.architecture == Architecture::kLstm;
  network.layers = lstm && !faults.Has("model.layers") ? 1 : model.layers();
  network.bottleneck = model.bottleneck();
  HANSA_TRY(ReadConvolutions(model, faults, network));
  HANSA_TRY(ReadOutputs(model, faults, network));
  HANSA_TRY(CheckScript(file, faults, job));
  if (const auto fault = FaultOf(network)) return At(faults, *fault);
  HANSA_TRY(CheckMetrics(model, faults, job));
  return CheckClassTarget(faults, job);
}

}  // namespace hansa::internal
