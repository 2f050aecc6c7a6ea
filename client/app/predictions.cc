#include "client/app/predictions.h"

#include <algorithm>
#include <cmath>

namespace hansa::client {

std::optional<double> Prediction::gap() const {
  if (!actual.has_value()) return std::nullopt;
  return *actual - expected;
}

double Meaning(const Manifest& manifest, std::span<const float> outputs) {
  switch (manifest.network.loss) {
    case Loss::kCrossEntropy:
      return static_cast<double>(std::max_element(outputs.begin(), outputs.end()) -
                                 outputs.begin());
    case Loss::kBinaryCrossEntropy:
      return 1 / (1 + std::exp(-static_cast<double>(outputs[0])));
    case Loss::kMse:
    case Loss::kHuber:
      break;
  }
  return TargetInUnit(manifest.data.target, outputs[0]);
}

std::vector<Prediction> Interpret(const Manifest& manifest, const PredictionRows& rows,
                                  const std::vector<float>& outputs) {
  const size_t width = manifest.network.outputs;
  std::vector<Prediction> predictions(rows.rows());
  for (size_t i = 0; i < predictions.size(); ++i) {
    Prediction& prediction = predictions[i];
    prediction.label = rows.labels[i];
    prediction.expected = Meaning(manifest, {outputs.data() + i * width, width});
    if (rows.has_actual && std::isfinite(rows.actual[i])) prediction.actual = rows.actual[i];
  }
  return predictions;
}

PredictionSummary Summarise(const std::vector<Prediction>& predictions) {
  PredictionSummary summary;
  summary.rows = predictions.size();
  for (const Prediction& prediction : predictions) {
    const std::optional<double> gap = prediction.gap();
    if (!gap.has_value()) continue;
    ++summary.measured;
    summary.mean_gap += *gap;
    summary.rmse += *gap * *gap;
  }
  if (summary.measured == 0) return summary;
  const auto rows = static_cast<double>(summary.measured);
  summary.mean_gap /= rows;
  summary.rmse = std::sqrt(summary.rmse / rows);
  return summary;
}

}  // namespace hansa::client
