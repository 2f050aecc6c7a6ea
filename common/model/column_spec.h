#pragma once
// One column of a job under the job's own name for it: how a value becomes an input of the network.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace hansa {

enum class ColumnEncoding {
  kNumber,  // (clip(value) - mean) / scale
  kAngle,   // degrees: two inputs, sin and cos
};

struct ColumnSpec {
  std::string column;  // [A-Za-z_][A-Za-z0-9_]{0,63}
  double mean = 0;
  double scale = 1;  // finite, not 0; the model sees (clip(value) - mean) / scale
  ColumnEncoding encoding = ColumnEncoding::kNumber;
  std::optional<std::pair<double, double>> valid;  // rows outside are dropped
  std::optional<std::pair<double, double>> clip;   // values outside are moved to the bound
  std::string unit;

  uint32_t inputs() const { return encoding == ColumnEncoding::kAngle ? 2 : 1; }
  bool operator==(const ColumnSpec&) const = default;
};

// Whether `name` may name a column in a job.
bool IsColumnName(const std::string& name);

}  // namespace hansa
