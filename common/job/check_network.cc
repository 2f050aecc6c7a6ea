#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {
namespace {

Result<Loss> LossOf(const v1::ModelSection& model, const JobFaults& faults) {
  switch (model.loss()) {
    case v1::LOSS_MSE:
      return Loss::kMse;
    case v1::LOSS_HUBER:
      return Loss::kHuber;
    case v1::LOSS_CROSS_ENTROPY:
      return Loss::kCrossEntropy;
    case v1::LOSS_BCE:
      return Loss::kBinaryCrossEntropy;
    default:
      return faults.Missing("model.loss",
                            "Choose \"mse\" or \"huber\" for numbers, \"cross-entropy\" or "
                            "\"bce\" for classes");
  }
}

Result<> CheckHidden(const v1::ModelSection& model, const JobFaults& faults, JobSpec& job) {
  if (static_cast<size_t>(model.hidden_size()) > limits::kHiddenLayers) {
    return faults.At("model.hidden", "has too many layers",
                     StrCat(model.hidden_size(), ", at most ", limits::kHiddenLayers));
  }
  for (int i = 0; i < model.hidden_size(); ++i) {
    const uint32_t width = model.hidden(i);
    if (width == 0 || width > limits::kLayerWidth) {
      return faults.At(StrCat("model.hidden[", i, "]"), "is out of range",
                       StrCat(width, " is not between 1 and ", limits::kLayerWidth));
    }
    job.network.hidden.push_back(width);
  }
  return Success();
}

Result<> CheckArchitecture(const v1::ModelSection& model, const JobFaults& faults, JobSpec& job) {
  if (model.architecture() == v1::ARCHITECTURE_MLP) {
    job.network.architecture = Architecture::kMlp;
    return Success();
  }
  if (model.architecture() != v1::ARCHITECTURE_LOGISTIC)
    return faults.Missing("model.architecture", "Choose \"mlp\" or \"logistic\"");
  job.network.architecture = Architecture::kLogistic;
  if (!job.network.hidden.empty()) {
    return faults.At("model.hidden", "does not fit architecture \"logistic\"",
                     "a logistic model has no hidden layers",
                     "Remove it, or choose architecture = \"mlp\"");
  }
  if (!IsClassifier(job.network)) {
    return faults.At("model.loss", "does not fit architecture \"logistic\"",
                     StrCat("\"", Name(job.network.loss), "\" is for numbers"),
                     "Choose \"bce\" or \"cross-entropy\"; a linear model of numbers is an "
                     "\"mlp\" without hidden layers");
  }
  return Success();
}

Result<> CheckOutputs(const v1::ModelSection& model, const JobFaults& faults, JobSpec& job) {
  job.network.outputs = HANSA_TRY(CountOr(faults, "model.outputs", model.outputs(), 1, 1,
                                          static_cast<uint32_t>(limits::kLayerWidth)));
  const bool classes = job.network.loss == Loss::kCrossEntropy;
  if (classes && job.network.outputs < 2) {
    return faults.At("model.outputs", "must be the number of classes, 2 or more",
                     StrCat("it is ", job.network.outputs), "For two classes \"bce\" does too");
  }
  if (!classes && job.network.outputs != 1) {
    return faults.At("model.outputs", "must be 1",
                     StrCat("it is ", job.network.outputs, ", and loss \"", Name(job.network.loss),
                            "\" compares one output with the target"));
  }
  return Success();
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
  job.network.loss = HANSA_TRY(LossOf(file.model(), faults));
  HANSA_TRY(CheckHidden(file.model(), faults, job));
  HANSA_TRY(CheckArchitecture(file.model(), faults, job));
  HANSA_TRY(CheckOutputs(file.model(), faults, job));
  return CheckClassTarget(faults, job);
}

}  // namespace hansa::internal
