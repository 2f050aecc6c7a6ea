#include "coordinator/core/job_check.h"

namespace hansa::coordinator {

JobCheck::JobCheck(uint64_t id, const JobSpec& spec, Services services)
    : id_(id),
      services_(services),
      candidates_({.job_toml = spec.toml,
                   .job_digest = Bytes(spec.digest.begin(), spec.digest.end()),
                   .dry_run = true}) {}

Effects JobCheck::Step(const JobInput& input, Now now) {
  Effects out;
  if (over_) return out;
  if (std::holds_alternative<JobBegins>(input)) {
    deadline_ = now.instant + kLongest;
    candidates_.OfferToConnected(*services_.membership, *services_.random, now.instant, out);
  } else if (const auto* left = std::get_if<SiteLeft>(&input)) {
    candidates_.Forget(left->site);
  } else if (const auto* message = std::get_if<SiteMessage>(&input)) {
    std::string fault = candidates_.Take(message->site, message->message.job_answer(), now.instant);
    if (!fault.empty()) out.faults.push_back({message->site, std::move(fault)});
  }
  if (!candidates_.AwaitedUntil(kLongest) || now.instant >= deadline_) {
    over_ = true;
    out.checks.push_back({id_, candidates_.Verdicts(*services_.membership)});
  }
  return out;
}

}  // namespace hansa::coordinator
