#pragma once
// An autoencoder applied to rows: how badly each is given back, and whether that makes it an
// anomaly.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "client/data/prediction_rows.h"
#include "common/model/manifest.h"

namespace hansa::client {

struct ScoredRow {
  std::string label;            // the row's time, or its line
  double score = 0;             // ReconstructionError
  std::optional<bool> anomaly;  // none: the model has no threshold
};

struct AnomalySummary {
  size_t rows = 0;
  size_t anomalies = 0;
  double mean_score = 0;
  double largest_score = 0;
};

// `outputs`: rows.x's values, as the model gave them back.
std::vector<ScoredRow> ScoreRows(const Manifest& manifest, const PredictionRows& rows,
                                 const std::vector<float>& outputs);
AnomalySummary Summarise(const std::vector<ScoredRow>& rows);

// On stdout: a table, or "row,score,anomaly" lines. The first `limit` rows; 0: all.
void PrintScores(const std::vector<ScoredRow>& rows, size_t limit, bool csv);
void PrintScoresAsJson(const std::vector<ScoredRow>& rows, size_t limit);
// The last line of --json.
nlohmann::json ToJson(const AnomalySummary& summary, const Manifest& manifest);
std::string Text(const AnomalySummary& summary, const Manifest& manifest);

}  // namespace hansa::client
