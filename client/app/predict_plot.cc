#include "client/app/predict_plot.h"

#include <cmath>

#include "client/app/feature_reader.h"
#include "client/app/plot_file.h"
#include "client/picture/plot.h"
#include "client/picture/spread.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr const char* kExpected = "expected";
constexpr size_t kMostClasses = 100;  // more are no table

bool HasClasses(const Manifest& manifest) {
  return manifest.network.loss == Loss::kCrossEntropy ||
         manifest.network.loss == Loss::kBinaryCrossEntropy;
}

// A class number, or for a probability the side of one half that it is on.
size_t ClassOf(double value) { return static_cast<size_t>(std::lround(std::max(0.0, value))); }

std::string WithUnit(const ColumnSpec& column) {
  return StrCat(column.column, column.unit.empty() ? "" : " [", column.unit,
                column.unit.empty() ? "" : "]");
}

std::string ColumnOf(const PlotRequest& request, const Manifest& manifest) {
  return request.x.empty() ? manifest.data.features.front().column : request.x;
}

Error NothingMeasured(const Manifest& manifest) {
  return BadInput("there is nothing to draw",
                  StrCat("no row has a measured ", manifest.data.target.column),
                  "Give a file with that column");
}

Plot PlotOf(const PlotRequest& request, const Manifest& manifest) {
  Plot plot;
  plot.model = StrCat(manifest.name, " version ", manifest.version);
  plot.source = request.source;
  plot.y_label = WithUnit(manifest.data.target);
  plot.unit = manifest.data.target.unit;
  return plot;
}

Result<PlotOutcome> WriteClasses(const PlotRequest& request, const Manifest& manifest,
                                 const std::vector<Prediction>& predictions) {
  std::vector<size_t> actual, expected;
  size_t classes = 2, wrong = 0;
  for (const Prediction& p : predictions) {
    if (!p.actual.has_value()) continue;
    actual.push_back(ClassOf(*p.actual));
    expected.push_back(ClassOf(p.expected));
    classes = std::max({classes, actual.back() + 1, expected.back() + 1});
    wrong += actual.back() != expected.back() ? 1 : 0;
  }
  if (actual.empty()) return NothingMeasured(manifest);
  if (classes > kMostClasses)
    return BadInput("cannot draw so many classes",
                    StrCat("there are ", classes, "; at most ", kMostClasses, " fit"),
                    "Use --csv, and count there");
  Plot plot = PlotOf(request, manifest);
  plot.y_label = manifest.data.target.column;
  HANSA_TRY(WritePlotFile(request.file, plot.model, [&](picture::Markup& out) {
    DrawClassPlot(out, plot, actual, expected, classes);
  }));
  return PlotOutcome{actual.size(), wrong};
}

Result<PlotOutcome> WriteCurve(const PlotRequest& request, const Manifest& manifest,
                               const PredictionRows& rows,
                               const std::vector<Prediction>& predictions) {
  Plot plot = PlotOf(request, manifest);
  const std::string column = ColumnOf(request, manifest);
  std::optional<FeatureReader> reader;
  if (column != kExpected) reader.emplace(manifest, rows, column);
  plot.x_label = reader ? WithUnit(reader->feature()) : StrCat("expected ", plot.y_label);
  std::vector<MeasuredRow> measured;
  for (size_t i = 0; i < predictions.size(); ++i) {
    const Prediction& p = predictions[i];
    if (p.actual.has_value() && std::isfinite(p.expected))
      measured.push_back({reader ? reader->Of(i) : p.expected, p.expected, *p.actual});
  }
  if (measured.empty()) return NothingMeasured(manifest);
  const Spread spread = SpreadOf(measured);
  HANSA_TRY(WritePlotFile(request.file, plot.model, [&](picture::Markup& out) {
    DrawCurvePlot(out, plot, measured, spread);
  }));
  return PlotOutcome{measured.size(), spread.outliers.size()};
}

}  // namespace

Result<PlotOutcome> WriteScorePlot(const PlotRequest& request, const Manifest& manifest,
                                   const PredictionRows& rows,
                                   const std::vector<ScoredRow>& scored) {
  if (scored.empty())
    return BadInput("there is nothing to draw", "the file has no row that the model takes",
                    "Give a file with rows");
  Plot plot = PlotOf(request, manifest);
  const FeatureReader reader(manifest, rows, ColumnOf(request, manifest));
  plot.x_label = WithUnit(reader.feature());
  std::vector<ScorePoint> points;
  size_t anomalies = 0;
  for (size_t i = 0; i < scored.size(); ++i) {
    points.push_back({reader.Of(i), scored[i].score, scored[i].anomaly.value_or(false)});
    anomalies += points.back().anomaly;
  }
  HANSA_TRY(WritePlotFile(request.file, plot.model, [&](picture::Markup& out) {
    DrawScorePlot(out, plot, points, manifest.anomaly_threshold);
  }));
  return PlotOutcome{points.size(), anomalies};
}

Result<> CheckPlotRequest(const PlotRequest& request, const Manifest& manifest) {
  HANSA_TRY(CheckPlotFile(request.file));
  const std::string column = ColumnOf(request, manifest);
  std::vector<std::string> known;
  if (!IsAutoencoder(manifest.network)) known.push_back(kExpected);
  for (const ColumnSpec& feature : manifest.data.features) known.push_back(feature.column);
  for (const std::string& name : known)
    if (name == column) return Success();
  const std::string nearest = NearestWord(column, known);
  return BadInput(StrCat("cannot draw over ", column), "it is no feature of the model",
                  nearest.empty() ? StrCat("Use --x ", known.back(), ", for one")
                                  : StrCat("Did you mean ", nearest, "?"));
}

Result<PlotOutcome> WritePlot(const PlotRequest& request, const Manifest& manifest,
                              const PredictionRows& rows,
                              const std::vector<Prediction>& predictions) {
  return HasClasses(manifest) ? WriteClasses(request, manifest, predictions)
                              : WriteCurve(request, manifest, rows, predictions);
}

}  // namespace hansa::client
