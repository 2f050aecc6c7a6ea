#include "common/job/requires.h"

#include <algorithm>

namespace hansa {

namespace {

constexpr std::string_view kUnderstood[] = {
    "anomaly-threshold",  // model.anomaly_quantile
    "autoencoder",        // model.architecture
    "class-metrics",      // model.metrics
    "cnn1d",
    "cnn2d",
    "device",    // local.device
    "evaluate",  // task
    "lstm",
    "normalize",    // data.normalize
    "statistics",   // task
    "torchscript",  // model.architecture
    "windows",      // data.window
};

}  // namespace

std::span<const std::string_view> UnderstoodFeatures() { return kUnderstood; }

std::string FirstNotUnderstood(std::span<const std::string> required,
                               std::span<const std::string_view> understood) {
  const auto unknown = std::find_if(required.begin(), required.end(), [&](const auto& name) {
    return std::find(understood.begin(), understood.end(), name) == understood.end();
  });
  return unknown == required.end() ? "" : *unknown;
}

}  // namespace hansa
