#include <algorithm>
#include <cmath>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {
namespace {

bool IsUnit(const std::string& unit) {
  return unit.size() <= limits::kNameBytes &&
         std::none_of(unit.begin(), unit.end(), [](char c) { return c >= 0 && c < ' '; });
}

Result<> CheckAngle(const v1::Column& column, const std::string& key, const JobFaults& faults) {
  for (const char* other : {"mean", "scale", "clip"}) {
    if (!faults.Has(StrCat(key, ".", other))) continue;
    return faults.At(StrCat(key, ".", other), "has no meaning for an angle",
                     StrCat("'", column.column(), "' becomes its sine and cosine"),
                     "Remove the key");
  }
  return Success();
}

}  // namespace

Result<std::optional<std::pair<double, double>>> CheckRange(
    const google::protobuf::RepeatedField<double>& values, const std::string& key,
    const JobFaults& faults) {
  if (!faults.Has(key)) return std::optional<std::pair<double, double>>();
  if (values.size() != 2) {
    return faults.At(key, "must be two numbers", StrCat("it has ", values.size()),
                     "Write [low, high]");
  }
  if (values[0] >= values[1]) {
    return faults.At(key, "must be [low, high] with low below high",
                     StrCat("it is [", values[0], ", ", values[1], "]"));
  }
  return std::optional(std::pair(values[0], values[1]));
}

Result<ColumnSpec> CheckColumn(const v1::Column& column, std::string_view at,
                               const JobFaults& faults) {
  const std::string key(at);
  if (column.column().empty()) return faults.Missing(key + ".column", "Name the column to read");
  if (!IsColumnName(column.column())) {
    return faults.At(key + ".column", "is not a column name",
                     StrCat("it is '", column.column().substr(0, 80), "'"),
                     "Use letters, digits and '_', at most 64, not starting with a digit; a site "
                     "maps its own names to these");
  }
  ColumnSpec spec;
  spec.column = column.column();
  spec.unit = column.unit();
  if (!IsUnit(spec.unit)) return faults.At(key + ".unit", "must be a short printable text");
  spec.valid = HANSA_TRY(CheckRange(column.valid(), key + ".valid", faults));
  if (column.encode() == v1::ENCODE_ANGLE) {
    HANSA_TRY(CheckAngle(column, key, faults));
    spec.encoding = ColumnEncoding::kAngle;
    return spec;
  }
  spec.clip = HANSA_TRY(CheckRange(column.clip(), key + ".clip", faults));
  spec.mean = column.mean();
  spec.scale = column.has_scale() ? column.scale() : 1;
  if (!std::isnormal(spec.scale)) {
    return faults.At(key + ".scale", "must be a number other than 0",
                     StrCat("it is ", spec.scale, ", and values are divided by it"),
                     "Leave it out for 1");
  }
  return spec;
}

}  // namespace hansa::internal
