#include "client/learning/apply.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>

#include "client/learning/class_counts.h"
#include "client/learning/network_module.h"
#include "client/learning/torch_runtime.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/model/error_histogram.h"
#include "common/model/reconstruction_error.h"

namespace hansa::client {
namespace {

constexpr uint64_t kValuesAtOnce = 1 << 20;  // of the widest layer

uint64_t RowsAtOnce(const NetworkSpec& network) {
  return std::max<uint64_t>(1, kValuesAtOnce / WidestLayer(network));
}

// Calls visit(first row, outputs of the rows from there) until all rows have been.
template <typename Visit>
Result<> ForEachPart(const NetworkSpec& network, const RowsView& x, std::span<const float> weights,
                     const RunWith& with, Visit visit) {
  return Guarded("applying the model failed", [&]() -> Result<> {
    const c10::InferenceMode no_versions(
        !IsScript(network));  // its tensors are set, which needs them
    const at::NoGradGuard no_gradients;
    const NetworkModule module(network, weights, with, /*training=*/false);
    const uint64_t most = RowsAtOnce(network);
    for (uint64_t first = 0; first < x.rows; first += most) {
      const int64_t count = static_cast<int64_t>(std::min(most, x.rows - first));
      const at::Tensor part =
          at::from_blob(const_cast<float*>(x.row(first)), {count, network.inputs}, at::kFloat);
      const at::Tensor outputs = module.Forward(module.ToDevice(part)).cpu().contiguous();
      visit(first, std::span<const float>(outputs.data_ptr<float>(),
                                          static_cast<size_t>(outputs.numel())));
    }
    return Success();
  });
}

Result<> CheckOutputs(std::span<const float> outputs, const NetworkSpec& network) {
  for (size_t i = 0; i < outputs.size(); ++i)
    if (!std::isfinite(outputs[i]))
      return WorkFailed("the model gives no finite output",
                        StrCat(outputs[i], " for row ", i / network.outputs),
                        "check the model and the values of that row");
  return Success();
}

Result<> CheckWanted(const NetworkSpec& network, const ExtraMetrics& metrics) {
  if (metrics.errors && !IsAutoencoder(network))
    return BadInput("the network has no reconstruction errors", "it is no autoencoder");
  const uint32_t classes = ClassesOf(network);
  if ((metrics.needs_confusion() || metrics.needs_scores()) &&
      (classes == 0 || classes > limits::kMetricClasses))
    return BadInput("the network has no classes to count, or too many", StrCat(classes));
  return Success();
}

}  // namespace

Result<std::vector<float>> Predict(const NetworkSpec& network, const RowsView& x,
                                   std::span<const float> weights, const RunWith& with) {
  HANSA_TRY(CheckWeights(network, weights));
  if (x.columns != network.inputs)
    return BadInput("the rows do not fit the network",
                    StrCat(x.columns, " columns for ", network.inputs, " inputs"));
  std::vector<float> result;
  result.reserve(x.rows * network.outputs);
  HANSA_TRY(ForEachPart(network, x, weights, with, [&](uint64_t, std::span<const float> outputs) {
    result.insert(result.end(), outputs.begin(), outputs.end());
  }));
  HANSA_TRY(CheckOutputs(result, network));
  return result;
}

Result<MetricSums> Evaluate(const NetworkSpec& network, const ExamplesView& examples,
                            std::span<const float> weights, const ExtraMetrics& metrics,
                            const RunWith& with) {
  HANSA_TRY(CheckWeights(network, weights));
  HANSA_TRY(CheckFits(examples, network, "evaluation"));
  HANSA_TRY(CheckWanted(network, metrics));
  MetricSums sums;
  if (metrics.errors) sums.errors.resize(kErrorBins);
  ClassCounts counts(network, metrics);
  HANSA_TRY(ForEachPart(
      network, examples.x, weights, with, [&](uint64_t first, std::span<const float> outputs) {
        const uint64_t rows = outputs.size() / network.outputs;
        const RowsView& all = TargetsOf(examples, network);
        const RowsView y{all.row(first), rows, all.columns};
        AddMetrics(network, outputs, y, sums);
        if (metrics == ExtraMetrics()) return;
        for (uint64_t i = 0; i < rows; ++i) {
          const auto output = outputs.subspan(i * network.outputs, network.outputs);
          if (metrics.errors)
            ++sums.errors[ErrorBin(ReconstructionError({y.row(i), y.columns}, output))];
          else
            counts.Add(output, static_cast<uint32_t>(*y.row(i)));
        }
      }));
  sums.confusion = counts.confusion();
  sums.scores = counts.scores();
  if (!std::isfinite(sums.loss))
    return WorkFailed("the model gives no finite loss", StrCat("the sum is ", sums.loss),
                      "check the model and the evaluation rows");
  return sums;
}

}  // namespace hansa::client
