#pragma once
// The means and scales that a job's columns take from the sites' statistics.

#include "common/base/result.h"
#include "common/job/normalised_job.h"

namespace hansa::coordinator {

// For each of job.statistics.columns: its mean, and its standard deviation as scale. A column that
// is constant, as far as its sums can tell, keeps the scale 1. kWorkFailed when a column has no
// value at all.
Result<Normalisation> NormalisationOf(const v1::Statistics& statistics);

}  // namespace hansa::coordinator
