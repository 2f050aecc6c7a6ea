#include "client/data/encode.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hansa::client {
namespace {

double Clipped(const ColumnSpec& spec, double value) {
  return spec.clip ? std::clamp(value, spec.clip->first, spec.clip->second) : value;
}

}  // namespace

void EncodeFeature(const ColumnSpec& spec, double value, std::vector<float>& out) {
  const double clipped = Clipped(spec, value);
  if (spec.encoding == ColumnEncoding::kAngle) {
    const double radians = clipped * std::numbers::pi / 180.0;
    out.push_back(static_cast<float>(std::sin(radians)));
    out.push_back(static_cast<float>(std::cos(radians)));
    return;
  }
  out.push_back(static_cast<float>((clipped - spec.mean) / spec.scale));
}

float EncodeTarget(const ColumnSpec& spec, double value) {
  return static_cast<float>((Clipped(spec, value) - spec.mean) / spec.scale);
}

bool IsClass(const NetworkSpec& network, float y) {
  const float classes =
      network.loss == Loss::kBinaryCrossEntropy ? 2.0f : static_cast<float>(network.outputs);
  return y >= 0 && y < classes && y == std::floor(y);
}

}  // namespace hansa::client
