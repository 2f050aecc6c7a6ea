#pragma once
// The values of a feature, for people, from what the network sees.

#include <cmath>
#include <string>

#include "client/data/prediction_rows.h"
#include "common/model/manifest.h"

namespace hansa::client {

// Of a window, the newest step. `column` is a feature of the manifest; both outlive the reader.
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

}  // namespace hansa::client
