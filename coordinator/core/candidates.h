#pragma once
// Which sites can take part in a job: the job is offered to each site once per connection, and each
// answers with yes or with its reasons.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/base/random_source.h"
#include "common/base/time.h"
#include "coordinator/core/effects.h"
#include "coordinator/core/membership.h"
#include "coordinator/core/scheduling/site_hours.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::coordinator {

class Candidates {
 public:
  struct Offered {
    std::string job_toml;
    Bytes job_digest;
    bool dry_run = false;
  };
  explicit Candidates(Offered offered) : offered_(std::move(offered)) {}

  // Offers the job to every connected site that has no offer on its connection yet.
  void OfferToConnected(const Membership& membership, RandomSource& random, Instant now,
                        Effects& out);
  void OfferTo(const SiteId& site, RandomSource& random, Instant now, Effects& out);
  // The site's connection has ended; it gets a new offer on the next.
  void Forget(const SiteId& site);

  bool Knows(uint64_t offer_id) const;
  // The name of the fault when the answer is not one to an open offer; empty when it was taken. A
  // no may become a yes, once its reason is gone.
  std::string Take(const SiteId& site, const v1::JobAnswer& answer, Instant now = {});

  bool IsAble(const SiteId& site) const;
  std::vector<SiteId> Able() const;      // accepted and connected; ascending
  std::vector<SiteId> Answered() const;  // accepted or declined, and connected; ascending
  std::vector<std::string> ReasonsOf(const SiteId& site) const;  // why it takes no part
  size_t able_count() const { return able_; }
  const SiteHours& HoursOf(const SiteId& site) const;  // as announced with its answer
  // For good, whatever it answers: it is not able any more, for this reason.
  void LeaveOut(const SiteId& site, std::string reason);
  bool IsLeftOut(const SiteId& site) const { return left_out_.contains(site); }
  // Until when an answer may still come that is waited for: an offer is for `patience`. Empty: all
  // have answered.
  std::optional<Instant> AwaitedUntil(Duration patience) const;
  // One a member that is not revoked, in the order of site ids.
  std::vector<Verdict> Verdicts(const Membership& membership) const;
  // "site: reason; site: reason" for the sites that are not able: kListed of them, and how many
  // more.
  static constexpr size_t kListed = 64;
  std::string Refusals(const Membership& membership) const;

 private:
  enum class Answer { kNone, kAccepted, kDeclined };
  struct Offer {
    uint64_t id = 0;
    Instant sent{};
    Answer answer = Answer::kNone;
    std::vector<std::string> reasons;
    SiteHours hours;
  };
  bool Counts(const SiteId& site, const Offer& offer) const {
    return offer.answer == Answer::kAccepted && !IsLeftOut(site);
  }

  Offered offered_;
  std::map<SiteId, Offer> offers_;
  std::multiset<Instant> unanswered_;       // when they were sent
  std::map<SiteId, std::string> left_out_;  // why
  size_t able_ = 0;
};

}  // namespace hansa::coordinator
