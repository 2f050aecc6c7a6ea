#pragma once
// counting: the selected sites count and sum the job's columns over their own rows; a session sums
// what they found. No model takes part.
//
// Ends with ColumnsCounted, or with RoundLost and whether figures may have left a site.

#include "coordinator/core/measuring.h"

namespace hansa::coordinator {

class Counting final : public Measuring {
 public:
  using Measuring::Measuring;
  std::string_view name() const override { return "counting"; }

 protected:
  Question Ask(const JobContext& job) const override;
  std::vector<SiteId> Choose(Turn& turn) const override { return Selected(turn); }
  Result<std::vector<secagg::Segment>> Segments(const JobSpec& spec) const override;
  Outcome Take(Turn& turn, const SumHandle& sum) override;
  Outcome Lose(Turn& turn, const std::string& reason, bool spent) override;
};

}  // namespace hansa::coordinator
