#include "client/data/column_counts.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "client/data/exact_sum.h"
#include "client/data/job_rows.h"
#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

// One column as its values come in.
class Counter {
 public:
  Counter(const CountedColumn& column, uint32_t bins) : column_(column) {
    count_.histogram.resize(bins);
  }

  void Take(double value) {
    const ColumnSpec& spec = column_.spec;
    if (!std::isfinite(value)) {
      ++count_.missing;
    } else if (spec.valid && (value < spec.valid->first || value > spec.valid->second)) {
      ++count_.outside;
    } else {
      Add(spec.clip ? std::clamp(value, spec.clip->first, spec.clip->second) : value);
    }
  }

  ColumnCount Finish() {
    count_.sum = sum_.Value();
    count_.square = square_.Value();
    return std::move(count_);
  }

 private:
  void Add(double value) {
    ++count_.values;
    count_.below += value < column_.low;
    count_.above += value > column_.high;
    const double inside = std::clamp(value, column_.low, column_.high);
    const double u = std::clamp((inside - column_.middle()) / column_.half(), -1.0, 1.0);
    sum_.Add(u);
    square_.Add(u * u);
    if (count_.histogram.empty()) return;
    const auto bins = static_cast<double>(count_.histogram.size());
    const double bin = std::floor((inside - column_.low) / (column_.high - column_.low) * bins);
    ++count_.histogram[static_cast<size_t>(std::min(bin, bins - 1))];
  }

  const CountedColumn& column_;
  ColumnCount count_;
  ExactSum sum_, square_;
};

class ColumnCounter {
 public:
  ColumnCounter(const JobSpec& job, const ColumnPlan& plan) : job_(job), plan_(plan) {
    for (const CountedColumn& column : job.statistics.columns)
      counters_.emplace_back(column, job.statistics.bins);
    for (const CountedColumn& column : job.statistics.columns) places_.push_back(PlaceOf(column));
  }

  // Why the row is dropped, or nothing.
  std::string Take(const JobRow& row) {
    const StatisticsSpec& spec = job_.statistics;
    if (spec.training_rows && !row.train) return "not_for_training";
    if (counts_.rows == spec.rows_cap) {
      ++counts_.left_out;
      return "beyond_rows_cap";
    }
    ++counts_.rows;
    Count(row.row);
    return "";
  }

  ColumnCounts Finish(DataReport report) {
    for (Counter& counter : counters_) counts_.columns.push_back(counter.Finish());
    counts_.digest = hash_.Finish();
    counts_.report = std::move(report);
    counts_.report.rows_train = counts_.rows;
    counts_.columns_read = plan_.names();
    return std::move(counts_);
  }

 private:
  size_t PlaceOf(const CountedColumn& counted) const {
    for (size_t i = 0; i < plan_.columns.size(); ++i)
      if (plan_.columns[i].name == counted.spec.column) return i;
    HANSA_CHECK(false);  // JobRows reads each
    return 0;
  }

  void Count(const Row& row) {
    line_.clear();
    for (size_t i = 0; i < counters_.size(); ++i) {
      const double value = row.numbers[places_[i]];
      counters_[i].Take(value);
      uint64_t bits = 0;
      std::memcpy(&bits, &value, sizeof bits);
      AppendLittleEndian(line_, bits);
    }
    hash_.Update(line_);
  }

  const JobSpec& job_;
  const ColumnPlan& plan_;
  std::vector<Counter> counters_;
  std::vector<size_t> places_;  // of the counted columns in the plan
  ColumnCounts counts_;
  crypto::Sha256Stream hash_;
  Bytes line_;
};

}  // namespace

Result<ColumnCounts> CountColumns(const JobSpec& job, const SiteConfig& site) {
  JobRows rows = HANSA_TRY(JobRows::Open(job, site));
  ColumnCounter counter(job, rows.plan());
  DataReport report;
  HANSA_TRY(rows.Run([&](const JobRow& row) -> Result<std::string> { return counter.Take(row); },
                     report));
  ColumnCounts counts = counter.Finish(std::move(report));
  if (counts.rows == 0) {
    return BadInput(
        "no rows left to count",
        StrCat(counts.report.rows_found, " rows found, dropped: ", counts.report.DropsText()),
        "Check the job's drop against the site's data");
  }
  return counts;
}

}  // namespace hansa::client
