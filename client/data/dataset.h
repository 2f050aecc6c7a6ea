#pragma once
// The data gate: a site's files -> the arrays that the trainer takes, for one job. Rows that do not
// fit are dropped and counted by reason; faults of the whole (a missing column, a cut file, an
// expression that is not allowed, no rows left) are errors. Files are read as streams, so memory is
// that of the result, a batch of rows and, with windows, of the rows not yet in one. Thread-safe:
// nothing is shared.

#include <string>
#include <string_view>
#include <vector>

#include "client/data/data_report.h"
#include "client/policy/site_config.h"
#include "common/base/data_limits.h"
#include "common/base/result.h"
#include "common/crypto/hash.h"
#include "common/job/job_spec.h"

namespace hansa::client {

struct Dataset {
  size_t inputs = 0;  // values per row of x
  // Row-major, in file order, files in the order of the configuration. x: rows x inputs. y: rows.
  // Every value finite; for classifiers y holds class numbers that the network has; zeros for a job
  // without a target. With windows every row is one: x has its rows one behind the other, and they
  // are in the order of the rows that complete them.
  std::vector<float> train_x, train_y, evaluate_x, evaluate_y;
  crypto::Digest digest{};  // the data epoch: SHA-256 over `inputs` and the four arrays
  DataReport report;
  std::vector<std::string> columns_read;  // the job's names: features, target, then expressions

  size_t train_rows() const { return train_y.size(); }
  size_t evaluate_rows() const { return evaluate_y.size(); }
};

// kBadInput: a file that cannot be read, a missing column (lists those of the file and the nearest
// name), a fault of an expression, no row left for training (with the counts by reason), arrays of
// more than `most_bytes`. There may be no rows for evaluation.
Result<Dataset> BuildDataset(const JobSpec& job, const SiteConfig& site,
                             uint64_t most_bytes = limits::kDatasetBytes);

// Quick answer to an offer: reads the headers only. The columns that the job reads, or the error
// that BuildDataset would give for columns and expressions. `Error::what` holds no more than the
// job's own words; `why` may list the site's columns, so send only `what` to others.
Result<std::vector<std::string>> CheckColumns(const JobSpec& job, const SiteConfig& site);

// The reason code for other people: "column_missing", "expression_refused", "no_rows",
// "data_too_large", "data_unreadable". For errors of the two functions above.
std::string_view DataFaultCode(const Error& error);

}  // namespace hansa::client
