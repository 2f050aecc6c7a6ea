#include "coordinator/core/candidates.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

std::vector<std::string> ReasonsIn(const v1::JobAnswer& answer) {
  std::vector<std::string> reasons;
  for (const v1::Reason& reason : answer.reasons()) {
    if (reasons.size() == limits::kReasons) break;
    reasons.push_back(
        (reason.text().empty() ? reason.code() : reason.text()).substr(0, limits::kReasonBytes));
  }
  if (reasons.empty()) reasons.push_back("declined without a reason");
  return reasons;
}

}  // namespace

void Candidates::OfferToConnected(const Membership& membership, RandomSource& random, Instant now,
                                  Effects& out) {
  for (const SiteId& site : membership.Connected()) OfferTo(site, random, now, out);
}

void Candidates::OfferTo(const SiteId& site, RandomSource& random, Instant now, Effects& out) {
  if (offers_.contains(site)) return;
  Offer offer{.id = random.NextU64(), .sent = now};
  v1::ToSite message;
  auto* body = message.mutable_job_offer();
  body->set_offer_id(offer.id);
  body->set_job_toml(offered_.job_toml);
  body->set_dry_run(offered_.dry_run);
  unanswered_.insert(now);
  offers_[site] = std::move(offer);
  out.sends.push_back({site, std::move(message), nullptr});
}

void Candidates::Forget(const SiteId& site) {
  const auto found = offers_.find(site);
  if (found == offers_.end()) return;
  const Offer& offer = found->second;
  if (offer.answer == Answer::kNone) unanswered_.erase(unanswered_.find(offer.sent));
  if (Counts(site, offer)) --able_;
  offers_.erase(found);
}

bool Candidates::Knows(uint64_t offer_id) const {
  return std::any_of(offers_.begin(), offers_.end(),
                     [&](const auto& entry) { return entry.second.id == offer_id; });
}

std::string Candidates::Take(const SiteId& site, const v1::JobAnswer& answer, Instant now) {
  const auto found = offers_.find(site);
  if (found == offers_.end() || found->second.id != answer.offer_id()) return "unknown_offer";
  Offer& offer = found->second;
  // A site may change its mind once it can take part: its owner has resumed it.
  const bool changed = offer.answer == Answer::kDeclined && answer.accepted();
  if (offer.answer != Answer::kNone && !changed) return "repeated_answer";
  if (answer.job_digest() != AsView(offered_.job_digest)) return "wrong_job_digest";
  if (!changed) unanswered_.erase(unanswered_.find(offer.sent));
  offer.answer = answer.accepted() ? Answer::kAccepted : Answer::kDeclined;
  offer.hours = SiteHours(answer, now);
  able_ += Counts(site, offer);
  offer.reasons = answer.accepted() ? std::vector<std::string>() : ReasonsIn(answer);
  return "";
}

bool Candidates::IsAble(const SiteId& site) const {
  const auto found = offers_.find(site);
  return found != offers_.end() && Counts(site, found->second);
}

void Candidates::LeaveOut(const SiteId& site, std::string reason) {
  if (IsAble(site)) --able_;
  left_out_.emplace(site, std::move(reason));
}

std::vector<SiteId> Candidates::Able() const {
  std::vector<SiteId> able;
  for (const auto& entry : offers_)
    if (Counts(entry.first, entry.second)) able.push_back(entry.first);
  return able;
}

std::vector<SiteId> Candidates::Answered() const {
  std::vector<SiteId> answered;
  for (const auto& entry : offers_)
    if (entry.second.answer != Answer::kNone) answered.push_back(entry.first);
  return answered;
}

const SiteHours& Candidates::HoursOf(const SiteId& site) const {
  static const SiteHours kWholeDay;
  const auto found = offers_.find(site);
  return found == offers_.end() ? kWholeDay : found->second.hours;
}

std::vector<std::string> Candidates::ReasonsOf(const SiteId& site) const {
  const auto left_out = left_out_.find(site);
  if (left_out != left_out_.end()) return {left_out->second};
  const auto found = offers_.find(site);
  return found == offers_.end() ? std::vector<std::string>() : found->second.reasons;
}

std::optional<Instant> Candidates::AwaitedUntil(Duration patience) const {
  if (unanswered_.empty()) return std::nullopt;
  return *unanswered_.rbegin() + patience;
}

std::vector<Verdict> Candidates::Verdicts(const Membership& membership) const {
  std::vector<Verdict> verdicts;
  for (const auto& entry : membership.members()) {
    if (entry.second.revoked) continue;
    Verdict verdict{.site = entry.first, .name = membership.NameOf(entry.first)};
    const auto found = offers_.find(entry.first);
    if (found != offers_.end()) verdict.hours = found->second.hours;
    if (IsLeftOut(entry.first))
      verdict.reasons = ReasonsOf(entry.first);
    else if (!entry.second.connected)
      verdict.reasons = {"not connected"};
    else if (found == offers_.end() || found->second.answer == Answer::kNone)
      verdict.reasons = {"has not answered yet"};
    else if (found->second.answer == Answer::kDeclined)
      verdict.reasons = found->second.reasons;
    else
      verdict.accepted = true;
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

std::string Candidates::Refusals(const Membership& membership) const {
  std::string text;
  size_t listed = 0, left_out = 0;
  for (const Verdict& verdict : Verdicts(membership)) {
    if (verdict.accepted) continue;
    if (++listed > kListed) {
      ++left_out;
      continue;
    }
    std::string reasons;
    for (const std::string& reason : verdict.reasons)
      reasons += (reasons.empty() ? "" : ", ") + reason;
    text += StrCat(text.empty() ? "" : "; ", verdict.name, ": ",
                   PlainText(reasons, limits::kReasonBytes));
  }
  return left_out == 0 ? text : StrCat(text, "; and ", left_out, " more");
}

}  // namespace hansa::coordinator
