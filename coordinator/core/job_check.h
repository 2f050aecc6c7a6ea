#pragma once
// A dry run: the job is shown to every connected site, and what each says is reported once all have
// answered or the time is up. Nothing else comes of it.

#include "coordinator/core/candidates.h"
#include "coordinator/core/job_input.h"

namespace hansa::coordinator {

class JobCheck {
 public:
  static constexpr Duration kLongest = seconds(10);

  JobCheck(uint64_t id, const JobSpec& spec, Services services);
  Effects Step(const JobInput& input, Now now);
  std::optional<Instant> NextWake() const { return deadline_; }
  bool Claims(const v1::ToCoordinator& message) const {
    return message.has_job_answer() && candidates_.Knows(message.job_answer().offer_id());
  }
  bool over() const { return over_; }

 private:
  uint64_t id_;
  Services services_;
  Candidates candidates_;
  Instant deadline_{};
  bool over_ = false;
};

}  // namespace hansa::coordinator
