#pragma once
// A task under way: who was asked, who has reported ready, who was lost. Used by training and by
// evaluating; the sum session that follows opens over the ready sites only (late binding).

#include <set>
#include <string>
#include <vector>

#include "common/crypto/hash.h"
#include "common/job/normalised_job.h"
#include "coordinator/core/effects.h"
#include "coordinator/core/membership.h"
#include "coordinator/core/model_version.h"
#include "coordinator/core/transfer_progress.h"
#include "coordinator/core/window.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::coordinator {

class Task {
 public:
  struct Plan {
    Bytes id;  // 16 bytes
    v1::TaskKind kind = v1::TASK_KIND_TRAIN;
    crypto::Digest job_digest{};
    uint64_t round = 0;
    ModelHandle model;            // null: the task needs none
    ScriptHandle script;          // of the model's network, when that is a file
    Normalisation normalisation;  // of the job, once it is known
    std::vector<SiteId> sites;
    Window window;
  };
  Task(Plan plan, Instant now);

  // Tells a site; on a new connection again, and it reports again.
  void Start(const SiteId& site, Effects& out);
  // It is on a new connection, and needs not be told again.
  void Back(const SiteId& site) {
    if (Has(site)) told_.insert(site);
  }
  // Its connection is lost.
  void Away(const SiteId& site) { told_.erase(site); }
  // The name of the fault, or empty. A site reports once.
  std::string TakeReady(const SiteId& site);
  std::string TakeFailed(const SiteId& site);
  // Everyone has reported: the task of an earlier process, whose session was open.
  void AllReady() { ready_.merge(pending_); }
  // Tells everyone but `kept` that it is not needed; they leave the task, and are returned.
  std::vector<SiteId> KeepOnly(const std::vector<SiteId>& kept, Effects& out);
  // True when the site belonged to the task and no longer does.
  bool Remove(const SiteId& site);
  // Whether the model, or the script, has this digest.
  bool Lends(const std::string& sha256) const;
  // What a site that has the task asks of one of them; otherwise the fault.
  std::string SendModel(const SiteId& site, const v1::BlobRequest& request, Effects& out) const;
  TransferProgress& downloads() { return downloads_; }
  // Tells everyone who has the task that it is over.
  void End(const Membership& membership, const std::string& outcome, Effects& out);

  const Bytes& id() const { return plan_.id; }
  const ModelHandle& model() const { return plan_.model; }
  std::vector<SiteId> ready() const { return {ready_.begin(), ready_.end()}; }
  const std::set<SiteId>& pending() const { return pending_; }
  const std::vector<SiteId>& sites() const { return plan_.sites; }  // asked
  bool is_ready(const SiteId& site) const { return ready_.contains(site); }
  bool Has(const SiteId& site) const { return ready_.contains(site) || pending_.contains(site); }
  bool all_reported() const { return pending_.empty(); }
  // Whether the quorum can still be reached.
  bool quorum_possible() const { return ready_.size() + pending_.size() >= plan_.window.count_min; }
  bool quorum_ready() const { return ready_.size() >= plan_.window.count_min; }
  uint32_t quorum() const { return plan_.window.count_min; }
  bool ended() const { return ended_; }
  Instant started() const { return started_; }
  Instant deadline() const { return started_ + plan_.window.time_max; }

 private:
  void Tell(const SiteId& site, Effects& out) const;
  void SendEnd(const SiteId& site, const std::string& outcome, Effects& out) const;

  Plan plan_;
  Instant started_;
  std::set<SiteId> told_;  // every site that got TaskStart and is still on the same connection
  std::set<SiteId> pending_, ready_;
  TransferProgress downloads_;
  bool ended_ = false;
};

}  // namespace hansa::coordinator
