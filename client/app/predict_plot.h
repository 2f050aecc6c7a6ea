#pragma once
// The picture of predictions: a power curve for numbers, a table of counts for classes, scores with
// their threshold for an autoencoder.

#include <filesystem>
#include <string>
#include <vector>

#include "client/app/anomalies.h"
#include "client/app/predictions.h"
#include "client/data/prediction_rows.h"
#include "common/base/result.h"
#include "common/model/manifest.h"

namespace hansa::client {

struct PlotRequest {
  std::filesystem::path file;  // .svg, .html or .png
  std::string x;               // a feature, or "expected"; empty: the first feature
  std::string source;          // the file of rows, as it is called on the picture
};

struct PlotOutcome {
  size_t rows = 0, outliers = 0;
};

// `x`: for an autoencoder a feature only.
// kBadInput when `x` is no feature of the model; when no row was measured.
Result<> CheckPlotRequest(const PlotRequest& request, const Manifest& manifest);
Result<PlotOutcome> WritePlot(const PlotRequest& request, const Manifest& manifest,
                              const PredictionRows& rows,
                              const std::vector<Prediction>& predictions);
// The outliers are the anomalies.
Result<PlotOutcome> WriteScorePlot(const PlotRequest& request, const Manifest& manifest,
                                   const PredictionRows& rows,
                                   const std::vector<ScoredRow>& scored);

}  // namespace hansa::client
