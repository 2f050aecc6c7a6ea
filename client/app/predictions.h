#pragma once
// A model's outputs beside what was measured, in the target's own unit.

#include <optional>
#include <string>
#include <vector>

#include "client/data/prediction_rows.h"
#include "common/model/manifest.h"

namespace hansa::client {

struct Prediction {
  std::string label;  // the row's time, or its line
  double expected = 0;
  std::optional<double> actual;
  std::optional<double> gap() const;  // actual - expected: below zero, less than expected
};

struct PredictionSummary {
  size_t rows = 0;
  size_t measured = 0;  // rows with an actual value
  double rmse = 0;      // over those
  double mean_gap = 0;
};

// What one row's outputs mean: a number in the target's unit; a class number for cross_entropy; a
// probability for bce.
double Meaning(const Manifest& manifest, std::span<const float> outputs);

// `outputs`: rows.rows() * network.outputs values.
std::vector<Prediction> Interpret(const Manifest& manifest, const PredictionRows& rows,
                                  const std::vector<float>& outputs);

PredictionSummary Summarise(const std::vector<Prediction>& predictions);

}  // namespace hansa::client
