// hansa-client predict: a model applied to the rows of a file.

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/app/anomalies.h"
#include "client/app/command.h"
#include "client/app/model_folder.h"
#include "client/app/predict_memory.h"
#include "client/app/predict_plot.h"
#include "client/app/predictions.h"
#include "client/app/script_file.h"
#include "client/trainer/trainer_client.h"
#include "common/base/text.h"
#include "common/process/available_memory.h"
#include "common/terminal/command_line.h"
#include "common/terminal/predict_options.h"
#include "common/terminal/table.h"

namespace hansa::client {
namespace {

constexpr Duration kLimit = std::chrono::minutes(10);

using PredictFlags = terminal::PredictOptions;

std::string Number(const std::optional<double>& value, int decimals) {
  return value.has_value() ? terminal::Fixed(*value, decimals) : "";
}

// Enough to see three figures of a value near the target's scale.
int Decimals(const Manifest& manifest) {
  const double scale = std::fabs(manifest.data.target.scale);
  return scale >= 100 ? 1 : scale >= 10 ? 2 : 4;
}

void PrintTable(const std::vector<Prediction>& predictions, const Manifest& manifest) {
  const std::string unit = manifest.data.target.unit;
  const std::string in_unit = unit.empty() ? "" : " " + unit;
  terminal::Table table({"row", ">expected" + in_unit, ">actual" + in_unit, ">gap" + in_unit});
  const int decimals = Decimals(manifest);
  for (const Prediction& p : predictions)
    table.AddRow({PlainText(p.label, 64), Number(p.expected, decimals), Number(p.actual, decimals),
                  Number(p.gap(), decimals)});
  std::fputs(table.Text().c_str(), stdout);
}

// The label is a text of the file.
std::string CsvField(const std::string& text) {
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

void PrintCsv(const std::vector<Prediction>& predictions) {
  std::printf("row,expected,actual,gap\n");
  for (const Prediction& p : predictions)
    std::printf("%s,%s,%s,%s\n", CsvField(p.label).c_str(), Number(p.expected, 6).c_str(),
                Number(p.actual, 6).c_str(), Number(p.gap(), 6).c_str());
}

nlohmann::json OrNull(const std::optional<double>& value) {
  return value.has_value() ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

void PrintJsonLines(const std::vector<Prediction>& predictions) {
  for (const Prediction& p : predictions)
    terminal::PrintJson({{"event", "prediction"},
                         {"row", p.label},
                         {"expected", p.expected},
                         {"actual", OrNull(p.actual)},
                         {"gap", OrNull(p.gap())}});
}

std::string SummaryText(const PredictionSummary& summary, const Manifest& manifest) {
  const std::string unit = manifest.data.target.unit;
  const int decimals = Decimals(manifest);
  std::string text = StrCat(summary.rows, " rows");
  if (summary.measured > 0)
    text += StrCat(", typical error (RMSE) ", terminal::Fixed(summary.rmse, decimals), " ", unit,
                   ", mean gap ", terminal::Fixed(summary.mean_gap, decimals), " ", unit);
  return text;
}

void Print(const Globals& globals, const PredictFlags& flags, const ModelFolder& folder,
           const PredictionRows& rows, std::vector<Prediction> predictions) {
  const PredictionSummary summary = Summarise(predictions);
  if (flags.limit > 0 && predictions.size() > flags.limit) predictions.resize(flags.limit);
  if (globals.json) {
    PrintJsonLines(predictions);
    return terminal::PrintJson({{"event", "predicted"},
                                {"model", folder.manifest.name},
                                {"version", folder.manifest.version},
                                {"rows", summary.rows},
                                {"measured", summary.measured},
                                {"rmse", summary.rmse},
                                {"mean_gap", summary.mean_gap},
                                {"unit", folder.manifest.data.target.unit},
                                {"rows_dropped", rows.report.rows_dropped()}});
  }
  if (flags.csv)
    PrintCsv(predictions);
  else
    PrintTable(predictions, folder.manifest);
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", SummaryText(summary, folder.manifest).c_str());
  if (rows.report.rows_dropped() > 0 || rows.report.windows)
    std::fprintf(stderr, "%s\n", rows.report.FoundText().c_str());
}

void PrintAnomalies(const Globals& globals, const PredictFlags& flags, const Manifest& manifest,
                    const std::vector<ScoredRow>& rows) {
  const AnomalySummary summary = Summarise(rows);
  if (globals.json) {
    PrintScoresAsJson(rows, flags.limit);
    return terminal::PrintJson(ToJson(summary, manifest));
  }
  PrintScores(rows, flags.limit, flags.csv);
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", Text(summary, manifest).c_str());
}

void PrintDrawn(const Globals& globals, const PredictFlags& flags, const Manifest& manifest,
                const PlotOutcome& drawn, const PredictionSummary& summary) {
  if (globals.json)
    return terminal::PrintJson({{"event", "plotted"},
                                {"model", manifest.name},
                                {"version", manifest.version},
                                {"out", flags.plot},
                                {"rows", drawn.rows},
                                {"outliers", drawn.outliers},
                                {"rmse", summary.rmse},
                                {"mean_gap", summary.mean_gap},
                                {"unit", manifest.data.target.unit}});
  std::printf("%s: %zu measured rows, %zu of them out of the usual\n", flags.plot.c_str(),
              drawn.rows, drawn.outliers);
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", SummaryText(summary, manifest).c_str());
}

void PrintDrawnScores(const Globals& globals, const PredictFlags& flags, const Manifest& manifest,
                      const PlotOutcome& drawn, const AnomalySummary& summary) {
  if (globals.json) {
    nlohmann::json line = ToJson(summary, manifest);
    line["event"] = "plotted";
    line["out"] = flags.plot;
    return terminal::PrintJson(line);
  }
  std::printf("%s: %zu rows, %zu of them anomalies\n", flags.plot.c_str(), drawn.rows,
              drawn.outliers);
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", Text(summary, manifest).c_str());
}

Result<int> Predict(const Globals& globals, const PredictFlags& flags) {
  HANSA_TRY(CheckMemoryFor(HANSA_TRY(ModelBytesIn(flags.model)), AvailableMemory()));
  const ModelFolder folder = HANSA_TRY(LoadModelFolder(flags.model));
  const Manifest& manifest = folder.manifest;
  const PredictionRequest request{.features = manifest.data.features,
                                  .target = manifest.data.target,
                                  .where = flags.evaluation ? manifest.data.evaluate : flags.where,
                                  .window = manifest.data.window,
                                  .target_is_class = IsClassifier(manifest.network)};
  const DataSource source{.path = std::filesystem::absolute(flags.rows), .rename = {}};
  const PredictionRows rows = HANSA_TRY(ReadPredictionRows(request, source));
  const PlotRequest plot{
      .file = flags.plot, .x = flags.x, .source = source.path.filename().string()};
  if (!flags.plot.empty()) HANSA_TRY(CheckPlotRequest(plot, manifest));
  auto trainer = HANSA_TRY(TrainerClient::Start(HANSA_TRY(FindTrainer())));
  const auto script =
      flags.script.empty() ? folder.path / "network.pt" : std::filesystem::path(flags.script);
  HANSA_TRY(GiveScript(manifest.network, script, trainer));
  const std::vector<float> outputs =
      HANSA_TRY(trainer.Predict(manifest.network, folder.model.values, rows.x, kLimit));
  if (IsAutoencoder(manifest.network)) {
    const std::vector<ScoredRow> scored = ScoreRows(manifest, rows, outputs);
    if (!flags.plot.empty()) {
      const PlotOutcome drawn = HANSA_TRY(WriteScorePlot(plot, manifest, rows, scored));
      PrintDrawnScores(globals, flags, manifest, drawn, Summarise(scored));
    } else {
      PrintAnomalies(globals, flags, manifest, scored);
    }
    return 0;
  }
  std::vector<Prediction> predictions = Interpret(manifest, rows, outputs);
  if (!flags.plot.empty()) {
    const PlotOutcome drawn = HANSA_TRY(WritePlot(plot, manifest, rows, predictions));
    PrintDrawn(globals, flags, manifest, drawn, Summarise(predictions));
    return 0;
  }
  Print(globals, flags, folder, rows, std::move(predictions));
  return 0;
}

}  // namespace

void AddPredictCommand(CLI::App& app, Globals& globals) {
  auto flags = std::make_shared<PredictFlags>();
  CLI::App* predict = AddCommand(
      app, globals, "predict", "apply a model to rows: expected, actual, gap (autoencoder: score)",
      "hansa-client predict models/wind-power/20 R80711.csv.gz --where \"time >= '2015-01-01'\"",
      [&globals, flags] { return Predict(globals, *flags); });
  terminal::AddPredictOptions(*predict, *flags);
}

}  // namespace hansa::client
