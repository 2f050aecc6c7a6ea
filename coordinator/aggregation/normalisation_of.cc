#include "coordinator/aggregation/normalisation_of.h"

#include <cmath>

#include "common/base/text.h"

namespace hansa::coordinator {

Result<Normalisation> NormalisationOf(const v1::Statistics& statistics) {
  Normalisation out;
  for (const v1::ColumnStatistics& column : statistics.columns()) {
    if (column.count() == 0)
      return WorkFailed(StrCat("column ", column.column(), " cannot be normalised"),
                        "no site has a value of it within the job's ranges",
                        "Check the column's range, valid, data.drop and data.train");
    v1::ColumnScale& scale = *out.Add();
    scale.set_column(column.column());
    scale.set_mean(column.mean());
    const bool varies = column.variance() > column.variance_error();
    const double deviation = std::sqrt(column.variance());
    scale.set_scale(varies && std::isnormal(deviation) ? deviation : 1);
  }
  return out;
}

}  // namespace hansa::coordinator
