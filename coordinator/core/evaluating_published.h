#pragma once
// evaluating, of a job with task "evaluate": a version that was published before is measured, and
// that is all there is to the round. So the round is lost when no metrics come of it.

#include "common/base/text.h"
#include "coordinator/core/evaluating.h"
#include "coordinator/core/task_step.h"

namespace hansa::coordinator {

class EvaluatingPublished final : public Evaluating {
 public:
  using Evaluating::Evaluating;

 protected:
  std::vector<SiteId> Choose(Turn& turn) const override { return Selected(turn); }
  Outcome Take(Turn& turn, const SumHandle& sum) override {
    turn.job.round.clients = static_cast<uint32_t>(sum->included.size());
    return Evaluating::Take(turn, sum);
  }
  Outcome Lose(Turn& turn, const std::string& reason, bool spent) override {
    EndTask(turn, "failed");
    if (const std::string why = WhyNeverAnswered(turn.job); !why.empty())
      return RoundLost{StrCat("evaluating: ", why), true};
    return RoundLost{StrCat("evaluating: ", reason), spent};
  }
};

}  // namespace hansa::coordinator
