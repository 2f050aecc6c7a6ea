#include "client/app/predict_plot.h"

#include <cmath>

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

// Reads a feature back from what the network sees: of a window, the newest step.
class FeatureReader {
 public:
  FeatureReader(const Manifest& manifest, const PredictionRows& rows, const std::string& column)
      : rows_(rows), width_(rows.x.size() / rows.rows()) {
    size_t step = 0;
    for (const ColumnSpec& feature : manifest.data.features) {
      if (feature.column == column) {
        feature_ = &feature;
        at_ = step;
      }
      step += feature.inputs();
    }
    at_ += width_ - step;
  }
  const ColumnSpec& feature() const { return *feature_; }
  double Of(size_t row) const {
    const float* x = &rows_.x[row * width_ + at_];
    if (feature_->encoding == ColumnEncoding::kAngle) {
      const double degrees = std::atan2(static_cast<double>(x[0]), static_cast<double>(x[1])) *
                             180 / 3.14159265358979323846;
      return degrees < 0 ? degrees + 360 : degrees;
    }
    return static_cast<double>(x[0]) * feature_->scale + feature_->mean;
  }

 private:
  const PredictionRows& rows_;
  size_t width_ = 0, at_ = 0;
  const ColumnSpec* feature_ = nullptr;
};

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

Result<> CheckPlotRequest(const PlotRequest& request, const Manifest& manifest) {
  HANSA_TRY(CheckPlotFile(request.file));
  if (IsAutoencoder(manifest.network))
    return BadInput("there is nothing to draw", "an autoencoder expects no target",
                    "Leave --plot out: rows are listed with their scores");
  const std::string column = ColumnOf(request, manifest);
  std::vector<std::string> known = {kExpected};
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
