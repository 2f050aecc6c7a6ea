#pragma once
// evaluating: the able sites measure the new version on their own held-out rows, and a session of
// its own sums what they found.
//
// Ends with RoundEvaluated and the metrics in the round, or with RoundUnmeasured after
// EvaluationFailed was told. The version stands either way.

#include "coordinator/core/measuring.h"

namespace hansa::coordinator {

class Evaluating : public Measuring {
 public:
  using Measuring::Measuring;
  std::string_view name() const override { return "evaluating"; }

 protected:
  Question Ask(const JobContext& job) const override;
  std::vector<SiteId> Choose(Turn& turn) const override;
  Result<std::vector<secagg::Segment>> Segments(const JobSpec& spec) const override;
  Outcome Take(Turn& turn, const SumHandle& sum) override;
  Outcome Lose(Turn& turn, const std::string& reason, bool spent) override;
};

}  // namespace hansa::coordinator
