#pragma once
// Counts, sums and histograms of a site's columns, in one pass over its files: memory is that of
// the result and a batch of rows. Thread-safe: nothing is shared.

#include <string>
#include <vector>

#include "client/data/data_report.h"
#include "client/policy/site_config.h"
#include "common/base/result.h"
#include "common/crypto/hash.h"
#include "common/job/job_spec.h"

namespace hansa::client {

// Of one column of job.statistics, over the first rows_cap rows.
struct ColumnCount {
  uint64_t values = 0;            // in `sum`, `square` and `histogram`
  uint64_t missing = 0;           // empty, or no number
  uint64_t outside = 0;           // of `valid`
  uint64_t below = 0, above = 0;  // of `values`: moved to a bound
  double sum = 0,
         square = 0;  // of (value - middle) / half and its square; rounded once, at the end
  std::vector<uint64_t> histogram;

  uint64_t within() const { return values - below - above; }
};

struct ColumnCounts {
  uint64_t rows = 0;                 // counted
  uint64_t left_out = 0;             // beyond rows_cap
  std::vector<ColumnCount> columns;  // as job.statistics.columns
  // The data epoch: SHA-256 over the numbers of every row counted. Another job's may differ.
  crypto::Digest digest{};
  DataReport report;                      // rows_train: `rows`
  std::vector<std::string> columns_read;  // the job's names
};

// kBadInput: as BuildDataset (client/data/dataset.h), also when no row is left.
Result<ColumnCounts> CountColumns(const JobSpec& job, const SiteConfig& site);

}  // namespace hansa::client
