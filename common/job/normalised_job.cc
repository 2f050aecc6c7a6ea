#include "common/job/normalised_job.h"

#include <algorithm>
#include <cmath>

#include "common/base/text.h"

namespace hansa {
namespace {

Error Unfit(std::string why) {
  return BadInput("the columns cannot be normalised so", std::move(why));
}

ColumnSpec* Find(JobSpec& job, const std::string& column) {
  for (ColumnSpec& feature : job.features)
    if (feature.column == column) return &feature;
  return job.target.column == column ? &job.target : nullptr;
}

Result<> Apply(const v1::ColumnScale& given, const CountedColumn& counted, JobSpec& job) {
  if (given.column() != counted.spec.column)
    return Unfit(StrCat("'", given.column().substr(0, 80), "' where '", counted.spec.column,
                        "' is expected"));
  if (!(given.mean() >= counted.low && given.mean() <= counted.high))
    return Unfit(StrCat("the mean of '", counted.spec.column, "' is ", given.mean(),
                        ", outside of [", counted.low, ", ", counted.high, "]"));
  const double widest = std::max(1.0, counted.high - counted.low);
  if (!std::isnormal(given.scale()) || given.scale() < 0 || given.scale() > widest)
    return Unfit(StrCat("the scale of '", counted.spec.column, "' is ", given.scale()));
  ColumnSpec* column = Find(job, counted.spec.column);
  if (column == nullptr) return Unfit(StrCat("'", counted.spec.column, "' is in no model"));
  column->mean = given.mean();
  column->scale = given.scale();
  return Success();
}

}  // namespace

Result<JobSpec> WithNormalisation(const JobSpec& job, const Normalisation& normalisation) {
  const auto& columns = job.statistics.columns;
  if (static_cast<size_t>(normalisation.size()) != columns.size())
    return Unfit(StrCat(normalisation.size(), " columns, the job has ", columns.size()));
  JobSpec out = job;
  for (int i = 0; i < normalisation.size(); ++i)
    HANSA_TRY(Apply(normalisation[i], columns[static_cast<size_t>(i)], out));
  return out;
}

}  // namespace hansa
