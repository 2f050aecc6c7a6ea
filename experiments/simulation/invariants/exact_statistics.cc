#include <bit>
#include <cmath>

#include "common/base/text.h"
#include "experiments/simulation/counted_rows.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class ExactStatistics final : public Invariant {
 public:
  std::string_view name() const override { return "exact_statistics"; }

  void OnJobEvent(const coordinator::Event& event) override {
    const auto* gathered = std::get_if<coordinator::StatisticsGathered>(&event);
    if (gathered == nullptr) return;
    normalisation_ = gathered->normalisation;
    if (std::exchange(gathered_, true)) Break("statistics were gathered twice");
    if (gathered->statistics.columns_size() != 1) return Break("there is not one column");
    Check(gathered->statistics, gathered->statistics.columns(0));
  }
  // Every task has the same numbers, those that were told.
  void OnCoordinatorSent(const coordinator::Send& send) override {
    if (!gathered_ || !send.message.has_task_start()) return;
    const v1::TaskStart& start = send.message.task_start();
    if (start.kind() == v1::TASK_KIND_STATISTICS) return;
    if (!SameAsTold(start.normalisation()))
      Break(StrCat("a task of round ", start.round(), " has another normalisation"));
  }

 private:
  bool SameAsTold(const Normalisation& given) const {
    if (given.size() != normalisation_.size()) return false;
    for (int i = 0; i < given.size(); ++i)
      if (given[i].SerializeAsString() != normalisation_[i].SerializeAsString()) return false;
    return true;
  }

  void Check(const v1::Statistics& all, const v1::ColumnStatistics& column) {
    uint64_t rows = 0;
    double sum = 0, square = 0;
    for (uint32_t site = 0; site < kCountingSites; ++site) {
      if ((all.rows() & CountedRows(site)) == 0) continue;
      const auto own = static_cast<double>(CountedRows(site));
      rows += CountedRows(site);
      sum += own * CountedValue(site);
      square += own * CountedValue(site) * CountedValue(site);
    }
    if (rows != all.rows() || std::popcount(rows) != static_cast<int>(all.sites()))
      return Break(StrCat(all.rows(), " rows are not those of ", all.sites(), " sites"));
    if (column.count() != rows) return Break("the column has not as many values as there are rows");
    // The range is 0 to 20.
    const double mean = sum / static_cast<double>(rows);
    const double variance = square / static_cast<double>(rows) - mean * mean;
    if (std::abs(column.mean() - (10 + 10 * mean)) > column.mean_error() + 1e-9)
      Break(StrCat("the mean is not that of the sites in the sum: ", column.mean()));
    if (std::abs(column.variance() - 100 * variance) > column.variance_error() + 1e-7)
      Break(StrCat("the variance is not that of the sites in the sum: ", column.variance()));
  }

  bool gathered_ = false;
  Normalisation normalisation_;
};

}  // namespace

InvariantPtr MakeExactStatistics() { return std::make_unique<ExactStatistics>(); }

}  // namespace hansa::simulation
