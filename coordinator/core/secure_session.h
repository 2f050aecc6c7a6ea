#pragma once
// A job's session under secure aggregation: hands the job's inputs to ServerSession
// (coordinator/core/secagg) and its outputs to the job.

#include <map>
#include <set>

#include "coordinator/core/lent_messages.h"
#include "coordinator/core/secagg/server_session.h"
#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

class SecureSession final : public SumSession {
 public:
  static Result<std::unique_ptr<SecureSession>> Make(Turn& turn, SessionPlan plan);
  static Result<std::unique_ptr<SecureSession>> Restore(Turn& turn, SessionPlan plan,
                                                        const SessionSteps& steps);

  SessionResult Open(Turn& turn) override;
  SessionResult OnMessage(Turn& turn, const SiteMessage& message) override;
  SessionResult OnSiteAway(Turn& turn, const SiteId& site) override;
  SessionResult OnSiteBack(Turn& turn, const SiteId& site) override;
  SessionResult OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) override;
  SessionResult OnWorkDone(Turn& turn, WorkDone& done) override;
  SessionResult OnUpload(Turn& turn, UploadDone& done) override;
  SessionResult OnTime(Turn& turn) override;
  bool CanBind(const std::vector<SiteId>& ready) const override;
  SessionResult Bind(Turn& turn, const std::vector<SiteId>& ready) override;
  void Abandon(Turn& turn) override;
  std::optional<Instant> NextWake() const override { return session_->NextWake(); }
  Duration patience() const override { return fetched_ ? kRestartPatience : kReturnPatience; }
  bool Has(const std::string& params_hash) const override { return params_hash == params_hash_; }
  std::vector<std::string> names() const override { return {params_hash_}; }
  const std::string& params_hash() const { return params_hash_; }
  // Of a group: those before it are over, so that its transcript can follow theirs.
  void MayRecord(Turn& turn);

 private:
  SecureSession(SessionPlan plan, std::unique_ptr<ServerSession> session, bool fetched,
                uint64_t inline_bytes);
  // `left`: why the site that is out now has left, where the session only knows that it did.
  SessionResult Take(Turn& turn, ServerOutput output, const std::string& left = "");
  void TellDrops(Turn& turn, const ServerOutput& output, const std::string& left);
  void TakeBulk(Turn& turn, ServerOutput& output);
  bool LostItsPart(const Turn& turn, const SiteMessage& message) const;
  void Serve(Turn& turn, const SiteMessage& message) const;
  void AskForTranscript(Turn& turn);
  void ForgetBulk(Turn& turn);

  SessionPlan plan_;
  std::unique_ptr<ServerSession> session_;
  std::string params_hash_;
  uint64_t ticket_ = 0;                   // of the storing, unmasking or recording under way
  LentMessages lent_;                     // that sites fetch
  bool fetched_ = false;                  // its vectors are
  std::map<SiteId, uint64_t> uploads_;    // under way, by their tickets
  std::set<uint64_t> adds_;               // under way
  std::optional<crypto::Digest> stored_;  // the masked sum in the spool
  std::optional<RecordWork> record_;      // not asked for yet
  bool may_record_ = false;
  SessionSteps unbound_steps_;  // said while it is prepared; durable once it is bound
  std::vector<SiteId> ready_;   // of a session that an earlier process had bound
  // Until U1 is fixed a session that was prepared may be replaced by one that has everybody: who
  // fell out of it is told then.
  bool may_be_replaced_ = false;
  std::vector<ClientDropped> untold_;
};

}  // namespace hansa::coordinator
