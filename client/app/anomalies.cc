#include "client/app/anomalies.h"

#include <algorithm>
#include <cstdio>

#include "common/base/text.h"
#include "common/model/reconstruction_error.h"
#include "common/terminal/command_line.h"
#include "common/terminal/table.h"

namespace hansa::client {
namespace {

using terminal::Fixed;

size_t Shown(const std::vector<ScoredRow>& rows, size_t limit) {
  return limit == 0 ? rows.size() : std::min(limit, rows.size());
}

std::string Verdict(const ScoredRow& row, const char* yes, const char* no) {
  if (!row.anomaly) return "";
  return *row.anomaly ? yes : no;
}

}  // namespace

std::vector<ScoredRow> ScoreRows(const Manifest& manifest, const PredictionRows& rows,
                                 const std::vector<float>& outputs) {
  const size_t width = rows.inputs;
  std::vector<ScoredRow> scored(rows.rows());
  for (size_t i = 0; i < scored.size(); ++i) {
    scored[i].label = rows.labels[i];
    scored[i].score = ReconstructionError({rows.x.data() + i * width, width},
                                          {outputs.data() + i * width, width});
    if (manifest.anomaly_threshold)
      scored[i].anomaly = scored[i].score > *manifest.anomaly_threshold;
  }
  return scored;
}

AnomalySummary Summarise(const std::vector<ScoredRow>& rows) {
  AnomalySummary summary;
  summary.rows = rows.size();
  for (const ScoredRow& row : rows) {
    summary.anomalies += row.anomaly.value_or(false);
    summary.mean_score += row.score / static_cast<double>(rows.size());
    summary.largest_score = std::max(summary.largest_score, row.score);
  }
  return summary;
}

void PrintScores(const std::vector<ScoredRow>& rows, size_t limit, bool csv) {
  const size_t shown = Shown(rows, limit);
  if (csv) {
    std::printf("row,score,anomaly\n");
    for (size_t i = 0; i < shown; ++i)
      std::printf("%s,%s,%s\n", rows[i].label.c_str(), Fixed(rows[i].score, 6).c_str(),
                  Verdict(rows[i], "1", "0").c_str());
    return;
  }
  terminal::Table table({"row", ">score", "anomaly"});
  for (size_t i = 0; i < shown; ++i)
    table.AddRow({rows[i].label, Fixed(rows[i].score, 4), Verdict(rows[i], "yes", "")});
  std::fputs(table.Text().c_str(), stdout);
}

void PrintScoresAsJson(const std::vector<ScoredRow>& rows, size_t limit) {
  for (size_t i = 0; i < Shown(rows, limit); ++i) {
    nlohmann::json line = {
        {"event", "score"}, {"row", rows[i].label}, {"score", rows[i].score}, {"anomaly", nullptr}};
    if (rows[i].anomaly) line["anomaly"] = *rows[i].anomaly;
    terminal::PrintJson(line);
  }
}

nlohmann::json ToJson(const AnomalySummary& summary, const Manifest& manifest) {
  nlohmann::json out = {{"event", "scored"},
                        {"model", manifest.name},
                        {"version", manifest.version},
                        {"rows", summary.rows},
                        {"mean_score", summary.mean_score},
                        {"largest_score", summary.largest_score},
                        {"threshold", nullptr},
                        {"anomalies", nullptr}};
  if (manifest.anomaly_threshold) {
    out["threshold"] = *manifest.anomaly_threshold;
    out["anomalies"] = summary.anomalies;
  }
  return out;
}

std::string Text(const AnomalySummary& summary, const Manifest& manifest) {
  std::string text = StrCat(summary.rows, " rows, mean score ", Fixed(summary.mean_score, 4),
                            ", largest ", Fixed(summary.largest_score, 4));
  if (!manifest.anomaly_threshold) return text + "; the model has no threshold for anomalies";
  return text + StrCat(", ", summary.anomalies, summary.anomalies == 1 ? " anomaly" : " anomalies",
                       " (score above ", Fixed(*manifest.anomaly_threshold, 4), ")");
}

}  // namespace hansa::client
