#include "client/core/offers.h"

#include <algorithm>
#include <utility>

#include "client/policy/policy_check.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr const char* kPaused = "paused";

void SendAnswer(Turn& turn, const v1::JobOffer& identity, const std::vector<Reason>& reasons,
                HoursAhead hours = {}) {
  v1::JobAnswer& answer = *turn.Send().mutable_job_answer();
  answer.set_offer_id(identity.offer_id());
  answer.set_job_digest(ToString(crypto::Sha256(AsSpan(identity.job_toml()))));
  answer.set_accepted(reasons.empty());
  answer.set_closes_in_ms(static_cast<uint64_t>(hours.closes_in.count()));
  answer.set_opens_in_ms(static_cast<uint64_t>(hours.opens_in.count()));
  for (const Reason& reason : reasons) {
    if (static_cast<size_t>(answer.reasons_size()) == limits::kReasons) break;
    v1::Reason& out = *answer.add_reasons();
    out.set_code(reason.code);
    out.set_text(PlainText(reason.text, limits::kReasonBytes));
  }
}

void NoteAnswer(Turn& turn, const std::string& job, bool accepted) {
  turn.out.persist.emplace_back(NoteLeaving{.kind = "job_answer",
                                            .job = job,
                                            .bytes = turn.out.send.back().message.ByteSizeLong(),
                                            .answer = accepted ? "able to take part" : "declined"});
}

}  // namespace

Result<JobHandle> ReadJob(const std::string& toml) {
  return JobHandle(std::make_shared<const JobSpec>(HANSA_TRY(ParseJob(toml, "the offered job"))));
}

void Offers::Take(Turn& turn, const v1::JobOffer& offer) {
  Waiting waiting{.offer_id = offer.offer_id(), .dry_run = offer.dry_run(), .job = nullptr};
  const Result<JobHandle> parsed = turn.site.options.readers.job(offer.job_toml());
  std::vector<Reason> reasons;
  if (!parsed.ok()) {
    reasons.push_back({"job_invalid", parsed.error().Text()});
  } else if (waiting_.size() >= kWaiting) {
    reasons.push_back({"busy", "too many offers wait for their check"});
  } else {
    waiting.job = *parsed;
    return Check(turn, std::move(waiting));
  }
  SendAnswer(turn, offer, reasons);
  const std::string name = parsed.ok() ? (*parsed)->name : "";
  NoteAnswer(turn, name, false);
  turn.Emit(OfferAnswered{.job = name, .dry_run = waiting.dry_run, .reasons = reasons});
}

void Offers::Check(Turn& turn, Waiting offer) {
  if (!offer.dry_run && Find(ToString(offer.job->digest)) != nullptr)
    offered_.insert(Hex(offer.job->digest));
  const WorkNumber work = turn.site.NextWork();
  turn.out.work.emplace_back(AskColumns{work, offer.job});
  waiting_.emplace(work, std::move(offer));
}

void Offers::Resumed(Turn& turn) {
  for (Waiting& offer : std::exchange(paused_, {})) {
    offer.again = true;
    Check(turn, std::move(offer));
  }
}

bool Offers::Checked(Turn& turn, const ColumnsChecked& result) {
  const auto found = waiting_.find(result.work);
  if (found == waiting_.end()) return false;
  const Waiting offer = std::move(found->second);
  waiting_.erase(found);

  // Without the data check's list, the columns outside expressions are known at least.
  const std::vector<std::string> columns =
      result.fault.has_value() ? ColumnsOf(*offer.job) : result.columns;
  std::vector<Reason> reasons;
  for (PolicyReason& reason : CheckJobPolicy(turn.site.options.policy, *offer.job, columns))
    reasons.push_back({std::move(reason.code), std::move(reason.text)});
  if (result.fault.has_value()) reasons.push_back(*result.fault);
  if (turn.site.options.paused) reasons.push_back({kPaused, "the site's owner has paused it"});
  HoursAhead hours;
  if (result.local_minute_of_day.has_value())
    hours = AheadOf(turn.site.options.policy.hours, *result.local_minute_of_day);
  Answer(turn, offer, std::move(reasons), hours);
  return true;
}

bool Offers::Refused(Turn& turn, const WorkRefused& result) {
  ColumnsChecked checked{
      .work = result.work, .columns = {}, .fault = Reason{result.code, result.text}};
  return Checked(turn, checked);
}

void Offers::Answer(Turn& turn, const Waiting& offer, std::vector<Reason> reasons,
                    HoursAhead hours) {
  const bool accepted = reasons.empty();
  if (!offer.dry_run && reasons.size() == 1 && reasons.front().code == kPaused) {
    if (paused_.size() == kWaiting) paused_.pop_front();
    paused_.push_back(offer);
  }
  if (!accepted && offer.again) return;  // as it was told before
  v1::JobOffer identity;
  identity.set_offer_id(offer.offer_id);
  identity.set_job_toml(offer.job->toml);
  SendAnswer(turn, identity, reasons, hours);
  NoteAnswer(turn, offer.job->name, accepted);
  if (accepted && !offer.dry_run) {
    Accept(offer.job);
    if (offer.job->task != JobTask::kStatistics) turn.out.work.emplace_back(WarmTrainer{});
  }
  turn.Emit(OfferAnswered{.job = offer.job->name,
                          .accepted = accepted,
                          .dry_run = offer.dry_run,
                          .simulation_ignored = offer.job->has_simulation,
                          .reasons = std::move(reasons)});
}

void Offers::Accept(JobHandle job) {
  offered_.insert(Hex(job->digest));
  if (Find(ToString(job->digest)) != nullptr) return;
  if (accepted_.size() == limits::kJobsRunning) {
    offered_.erase(Hex(accepted_.front()->digest));
    accepted_.pop_front();
  }
  accepted_.push_back(std::move(job));
}

JobHandle Offers::Find(const std::string& digest) const {
  for (const JobHandle& job : accepted_)
    if (AsView(job->digest) == digest) return job;
  return nullptr;
}

void Offers::End(Turn& turn, const v1::JobEnded& ended) {
  const auto is_it = [&](const JobHandle& job) {
    return AsView(job->digest) == ended.job_digest();
  };
  std::erase_if(paused_, [&](const Waiting& offer) { return is_it(offer.job); });
  const auto found = std::find_if(accepted_.begin(), accepted_.end(), is_it);
  if (found == accepted_.end()) return;
  offered_.erase(Hex((*found)->digest));
  turn.out.persist.emplace_back(DropAnswer{(*found)->digest});
  turn.Emit(client::JobEnded{(*found)->name, ended.succeeded(), ended.reason()});
  accepted_.erase(found);
}

}  // namespace hansa::client
