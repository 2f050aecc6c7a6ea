#include "client/data/own_normalisation.h"

#include <algorithm>
#include <cmath>

#include "client/data/column_counts.h"
#include "common/base/text.h"
#include "common/job/normalised_job.h"

namespace hansa::client {
namespace {

Result<> AddScale(const CountedColumn& column, const ColumnCount& count, Normalisation& out) {
  if (count.values == 0)
    return BadInput(StrCat("column ", column.spec.column, " cannot be normalised"),
                    "this site has no value of it within the job's ranges");
  const auto n = static_cast<double>(count.values);
  const double mean = count.sum / n;
  const double deviation = std::sqrt(std::max(0.0, count.square / n - mean * mean));
  v1::ColumnScale& scale = *out.Add();
  scale.set_column(column.spec.column);
  scale.set_mean(std::clamp(column.middle() + column.half() * mean, column.low, column.high));
  scale.set_scale(std::isnormal(deviation) ? column.half() * deviation : 1);
  return Success();
}

}  // namespace

Result<JobSpec> NormalisedAlone(const JobSpec& job, const SiteConfig& site) {
  if (job.statistics.columns.empty()) return job;
  const ColumnCounts counts = HANSA_TRY(CountColumns(job, site));
  Normalisation own;
  for (size_t i = 0; i < counts.columns.size(); ++i)
    HANSA_TRY(AddScale(job.statistics.columns[i], counts.columns[i], own));
  return WithNormalisation(job, own);
}

}  // namespace hansa::client
