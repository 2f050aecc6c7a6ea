#include <algorithm>
#include <cmath>
#include <set>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"
#include "common/job/statistics_segments.h"

namespace hansa::internal {
namespace {

constexpr uint32_t kDefaultBins = 32;
constexpr uint32_t kMostBins = 4096;
constexpr double kDefaultQuantiles[] = {0.05, 0.5, 0.95};

// The stated range of a column's statistics: `range`, else `clip`, else `valid`.
Result<CountedColumn> Counted(const v1::Column& column, ColumnSpec spec, const std::string& key,
                              const JobFaults& faults) {
  auto range = HANSA_TRY(CheckRange(column.range(), key + ".range", faults));
  if (!range) range = spec.clip ? spec.clip : spec.valid;
  if (!range) {
    return faults.At(key, "states no range",
                     StrCat("a sum over '", spec.column, "' needs bounds, so that it cannot wrap"),
                     "Add range = [low, high] (or valid, or clip) to the column");
  }
  if (!std::isfinite(range->first) || !std::isfinite(range->second) ||
      !std::isnormal(range->second - range->first)) {
    return faults.At(key, "has a range that no sum can be made in",
                     StrCat("[", range->first, ", ", range->second, "]"),
                     "Both bounds must be finite, and well apart");
  }
  return CountedColumn{std::move(spec), range->first, range->second};
}

Result<> AddColumn(const v1::Column& column, const std::string& key, const JobFaults& faults,
                   JobSpec& job) {
  ColumnSpec spec = HANSA_TRY(CheckColumn(column, key, faults));
  for (const CountedColumn& other : job.statistics.columns) {
    if (other.spec.column != spec.column) continue;
    return faults.At(key + ".column", "repeats a column",
                     StrCat("'", spec.column, "' is listed before"));
  }
  job.statistics.columns.push_back(HANSA_TRY(Counted(column, std::move(spec), key, faults)));
  return Success();
}

// Those of [statistics], else the features of [data] and its target.
Result<> ReadColumns(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::StatisticsSection& section = file.statistics();
  const v1::DataSection& data = file.data();
  const bool own = section.columns_size() > 0;
  const auto& columns = own ? section.columns() : data.features();
  if (static_cast<size_t>(columns.size()) > limits::kFeatures) {
    return faults.At(own ? "statistics.columns" : "data.features", "is too long",
                     StrCat(columns.size(), " columns, at most ", limits::kFeatures));
  }
  for (int i = 0; i < columns.size(); ++i) {
    const std::string key = StrCat(own ? "statistics.columns[" : "data.features[", i, "]");
    HANSA_TRY(AddColumn(columns.Get(i), key, faults, job));
  }
  if (!own && data.has_target()) HANSA_TRY(AddColumn(data.target(), "data.target", faults, job));
  if (!job.statistics.columns.empty()) return Success();
  return faults.Missing("statistics.columns",
                        "List the columns: columns = [{ column = \"...\", range = [low, high] }]");
}

Result<> ReadQuantiles(const v1::StatisticsSection& section, const JobFaults& faults,
                       JobSpec& job) {
  std::vector<double>& quantiles = job.statistics.quantiles;
  quantiles.assign(section.quantiles().begin(), section.quantiles().end());
  if (!faults.Has("statistics.quantiles"))
    quantiles.assign(std::begin(kDefaultQuantiles), std::end(kDefaultQuantiles));
  if (quantiles.size() > limits::kQuantiles) {
    return faults.At("statistics.quantiles", "is too long",
                     StrCat(quantiles.size(), ", at most ", limits::kQuantiles));
  }
  for (size_t i = 0; i < quantiles.size(); ++i) {
    if (quantiles[i] > 0 && quantiles[i] < 1) continue;
    return faults.At(StrCat("statistics.quantiles[", i, "]"), "must be above 0 and below 1",
                     StrCat("it is ", quantiles[i]));
  }
  std::sort(quantiles.begin(), quantiles.end());
  return Success();
}

Result<> CheckOtherSections(const v1::JobFile& file, const JobFaults& faults) {
  for (const char* key : {"model", "local", "publish", "data.train", "data.evaluate"}) {
    if (!faults.Has(key)) continue;
    return faults.At(key, "has no meaning in a statistics job", "there is no model",
                     std::string(key).starts_with("data")
                         ? "Remove it; data.drop says which rows are left out"
                         : "Remove it");
  }
  if (file.data().normalize() == v1::NORMALIZE_FEDERATED)
    return faults.At("data.normalize", "has no meaning in a statistics job", "there is no model",
                     "Remove it");
  return Success();
}

Result<> ReadDrop(const v1::DataSection& data, const JobFaults& faults, JobSpec& job) {
  HANSA_TRY(CheckDrop(data, faults));
  job.drop.assign(data.drop().begin(), data.drop().end());
  return Success();
}

// Of the features, and of a target that is a number: those that say neither mean nor scale.
Result<> ReadNormalised(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::DataSection& data = file.data();
  const auto says = [](const v1::Column& column) {
    return column.has_mean() || column.has_scale() || column.encode() == v1::ENCODE_ANGLE;
  };
  for (int i = 0; i < data.features_size(); ++i)
    if (!says(data.features(i)))
      HANSA_TRY(AddColumn(data.features(i), StrCat("data.features[", i, "]"), faults, job));
  if (data.has_target() && !IsClassifier(job.network) && !says(data.target()))
    HANSA_TRY(AddColumn(data.target(), "data.target", faults, job));
  if (!job.statistics.columns.empty()) return Success();
  return faults.At("data.normalize", "is \"federated\" for no column",
                   "every column says its own mean or scale, or is an angle", "Remove it");
}

}  // namespace

Result<> CheckStatistics(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  HANSA_TRY(CheckOtherSections(file, faults));
  const v1::StatisticsSection& section = file.statistics();
  HANSA_TRY(ReadColumns(file, faults, job));
  HANSA_TRY(ReadDrop(file.data(), faults, job));
  HANSA_TRY(ReadQuantiles(section, faults, job));
  StatisticsSpec& spec = job.statistics;
  spec.bins =
      HANSA_TRY(CountOr(faults, "statistics.bins", section.bins(), kDefaultBins, 2, kMostBins));
  spec.rows_cap = faults.Has("statistics.rows_cap") ? section.rows_cap() : limits::kCsvRows;
  if (spec.rows_cap == 0 || spec.rows_cap > limits::kCsvRows) {
    return faults.At("statistics.rows_cap", "is out of range",
                     StrCat(spec.rows_cap, " is not between 1 and ", limits::kCsvRows));
  }
  const size_t elements = spec.columns.size() * (spec.bins + kColumnCounts + 2);
  if (elements > limits::kStatisticsElements) {
    return faults.At("statistics", "asks for too much at once",
                     StrCat(spec.columns.size(), " columns with ", spec.bins, " bins make ",
                            elements, " numbers, at most ", limits::kStatisticsElements),
                     "Ask for fewer bins, or for some of the columns in another job");
  }
  return Success();
}

Result<> CheckNormalize(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (file.data().normalize() != v1::NORMALIZE_FEDERATED) return Success();
  HANSA_TRY(ReadNormalised(file, faults, job));
  job.statistics.rows_cap = limits::kCsvRows;
  job.statistics.training_rows = true;
  return Success();
}

}  // namespace hansa::internal
