#pragma once
// The sum of a job with secure = "off": the same parameters, the same encoded vectors, nothing
// masked. Each vector is added to a running sum; large ones are announced and fetched.

#include <map>
#include <set>

#include "common/secagg/ring.h"
#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

class PlainSession final : public SumSession {
 public:
  static Result<std::unique_ptr<SumSession>> Make(Turn& turn, SessionPlan plan);
  static Result<std::unique_ptr<SumSession>> Restore(Turn& turn, SessionPlan plan,
                                                     const SessionSteps& steps);

  SessionResult Open(Turn& turn) override;
  SessionResult OnMessage(Turn& turn, const SiteMessage& message) override;
  SessionResult OnSiteAway(Turn& turn, const SiteId& site) override;
  SessionResult OnSiteBack(Turn& turn, const SiteId& site) override;
  SessionResult OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) override;
  SessionResult OnWorkDone(Turn& turn, WorkDone& done) override;
  SessionResult OnUpload(Turn& turn, UploadDone& done) override;
  SessionResult OnTime(Turn& turn) override;
  void Abandon(Turn& turn) override { ForgetBulk(turn); }  // the task's end tells the sites
  std::optional<Instant> NextWake() const override { return wake_; }
  Duration patience() const override { return running_ ? kRestartPatience : kReturnPatience; }
  bool Has(const std::string& params_hash) const override { return params_hash == params_hash_; }
  std::vector<std::string> names() const override { return {params_hash_}; }

 private:
  PlainSession(SessionPlan plan, v1::Signed params, uint32_t quorum, Instant deadline,
               bool fetched);
  void Ask(Turn& turn, const SiteId& site) const;
  SessionResult Look(Turn& turn);
  bool SomeonePresentIsAsked(const Turn& turn) const;
  std::string Take(Turn& turn, const SiteMessage& message);  // the fault, or empty
  std::string Announced(Turn& turn, const SiteId& site, const v1::PlainInput& input);
  void Lose(Turn& turn, const SiteId& site, const std::string& reason);
  SessionResult Close(Turn& turn);
  SessionResult Summed(secagg::WrittenVector sum) const;
  void ForgetBulk(Turn& turn);

  SessionPlan plan_;
  v1::Signed params_;
  std::string params_hash_;
  uint32_t quorum_;
  Instant deadline_{};
  Instant wake_{};
  bool restored_ = false;
  std::set<SiteId> pending_, included_;
  secagg::RingVector sum_;               // of vectors in messages
  std::shared_ptr<RunningSum> running_;  // of fetched ones; else null
  struct Upload {
    uint64_t ticket = 0;
    crypto::Digest sha256{};
  };
  std::map<SiteId, Upload> uploads_;  // announced, and not all there
  std::set<uint64_t> adds_;           // under way
  uint64_t store_ = 0;                // the storing under way
};

}  // namespace hansa::coordinator
