#pragma once
// The router: one machine per job, membership shared by all. Finds whose a message is, tells every
// job who came and went, and counts what nobody claims. Pure; not thread-safe.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "coordinator/core/job_check.h"
#include "coordinator/core/job_machine.h"

namespace hansa::coordinator {

// A site enrolled, now or in an earlier process.
struct MemberAdmitted {
  SiteId site;
  std::string name;
  crypto::Ed25519Public identity_key{};
  v1::SiteCredential credential;
};
struct MemberRevoked {
  SiteId site;
};
// The authority's newest directory, verified. Whoever is not in it leaves, until it is again.
struct DirectoryChanged {
  identity::DirectoryHandle directory;
};
struct SiteConnected {
  SiteId site;
  std::string software;
};
struct SiteDisconnected {
  SiteId site;
  std::string reason;
};
struct JobSubmitted {
  JobMachine::Plan plan;
};
struct CancelJob {
  std::string job_id;
};
struct PauseJob {
  std::string job_id;
  bool abandon = false;
};
struct ContinueJob {
  std::string job_id;
};
struct CheckJob {
  uint64_t check_id = 0;
  std::shared_ptr<const JobSpec> spec;
};

using FleetInput = std::variant<MemberAdmitted, MemberRevoked, DirectoryChanged, SiteConnected,
                                SiteDisconnected, SiteMessage, JobSubmitted, CancelJob, PauseJob,
                                ContinueJob, CheckJob, WorkDone, UploadDone, PeerFault, TimePassed>;

class CoordinatorMachine {
 public:
  // Both outlive the machine. `last_session_number`: as stored.
  CoordinatorMachine(RandomSource& random, const crypto::SigningKey& signing_key,
                     uint64_t last_session_number,
                     uint64_t inline_bytes = limits::kInlineVectorBytes);
  CoordinatorMachine(const CoordinatorMachine&) = delete;  // its jobs point into it
  CoordinatorMachine& operator=(const CoordinatorMachine&) = delete;

  // Figures of the fleet's speed, as stored. Before the first step.
  void Restore(const std::vector<Measured>& measured);
  // Sessions leave transcripts: RecordWork is asked for; with `archive_inputs` KeepWork, too.
  // Before the first step.
  void KeepTranscripts(bool archive_inputs) {
    services_.transcripts = true;
    services_.archives_inputs = archive_inputs;
  }
  Effects Step(FleetInput input, Now now);
  std::optional<Instant> NextWake() const;

  const Membership& membership() const { return membership_; }
  const SitePool& pool() const { return pool_; }
  const RoundTimes& times() const { return times_; }
  // Running jobs, by id.
  const std::map<std::string, std::unique_ptr<JobMachine>>& jobs() const { return jobs_; }
  const JobMachine* FindJob(const std::string& job_id) const;

 private:
  void Route(FleetInput& input, Now now, Effects& out);
  void Tell(const JobInput& input, Now now, Effects& out);  // every job and check
  void Take(SiteMessage& message, Now now, Effects& out);
  void Deliver(SiteMessage& message, Now now, Effects& out);  // to the job that it is about
  void Tell(const std::string& job_id, JobInput input, Now now, Effects& out);  // if it runs
  void HandOutSites(Now now, Effects& out);
  void RemoveEnded();
  void KeepTimes(Effects& out);
  std::string FaultOfUnclaimed(const v1::ToCoordinator& message) const;

  Membership membership_;
  SitePool pool_;
  RoundTimes times_;
  uint64_t last_session_number_;
  Services services_;
  std::map<std::string, std::unique_ptr<JobMachine>> jobs_;
  std::map<uint64_t, std::unique_ptr<JobCheck>> checks_;
  std::deque<std::string> past_;  // tasks and sessions of jobs that ended, newest last
};

}  // namespace hansa::coordinator
