#pragma once
// The server's one loop. Each turn: drain the ready inputs, step each, write all that must last in
// one commit, then send in order, start heavy work, and tell the run folders and the watchers. A
// failed commit sends nothing and ends the server.

#include <memory>

#include "common/crypto/random.h"
#include "coordinator/api/operator_api.h"
#include "coordinator/app/admission.h"
#include "coordinator/app/chunk_server.h"
#include "coordinator/app/coordinator_folder.h"
#include "coordinator/app/culprit_folder.h"
#include "coordinator/app/integrity.h"
#include "coordinator/app/peer_guard.h"
#include "coordinator/app/publisher.h"
#include "coordinator/app/site_gate.h"
#include "coordinator/app/uploads.h"
#include "coordinator/app/worker.h"
#include "coordinator/registry/script_store.h"

namespace hansa::coordinator {

class Loop {
 public:
  // Reads everything back from the folder and listens. Errors as in the headers of its parts.
  static Result<std::unique_ptr<Loop>> Open(CoordinatorFolder folder);
  ~Loop();

  std::string address() const { return socket_->bound_address(); }
  // Until `stop_fd` is readable; then sites are told, and the function returns.
  Result<> Run(int stop_fd);

 private:
  explicit Loop(CoordinatorFolder folder);
  Result<> Restore();  // sites, jobs, versions
  Result<> FillRunFolder(const std::string& job_id);
  Result<> ResumeJobs(Now now);
  Result<> TidyTranscripts(const std::vector<v1::RoundRecord>& rounds);
  Result<JobMachine::Plan> ResumePlan(const v1::JobRecord& record,
                                      const std::vector<v1::RoundRecord>& rounds);
  void Fail(v1::JobRecord record, const std::string& reason, Now now, TurnOutput& out);

  std::optional<Instant> NextWake() const;
  void Take(transport::ServerInput& input, Now now, TurnOutput& out);
  void TakeMessage(const transport::Received& message, Now now, TurnOutput& out);
  // An error when a version could not be stored: this machine's disk, which the next start may find
  // better.
  Result<> TakeWork(Now now, TurnOutput& out);

  // Notes what is to be sent in chunks; what was asked wrongly is a fault.
  void TakeServes(Now now, TurnOutput& out);
  // Executes a turn's output. Reports of dry runs may add to it.
  Result<> Execute(TurnOutput& out, Now now);
  Result<> Commit(TurnOutput& out, Now now);
  void Send(TurnOutput& out);
  std::vector<Record> Stage(const Effects& effects, Now now);
  void Dismiss(const SiteId& site, const std::string& reason);
  void Tell(const Effects& effects);  // run folders
  void PumpWatches();
  WorkDone DoWork(Work work) const;  // on the worker's thread
  // A chunk of a vector that a site announced, or that there is none: not for the machine.
  void TakeUpload(const User& user, const transport::Received& message,
                  const v1::ToCoordinator& body, Now now, TurnOutput& out);
  void PumpUploads(Now now, TurnOutput& out);

  CoordinatorFolder folder_;
  crypto::SystemRandom random_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<SiteDirectory> directory_;
  std::unique_ptr<JobBook> jobs_;
  std::unique_ptr<ModelLibrary> models_;
  ScriptStore scripts_;
  std::vector<v1::VersionRecord> versions_;
  std::unique_ptr<CoordinatorMachine> machine_;
  Connections connections_;
  std::unique_ptr<TranscriptFolder> transcripts_;
  std::unique_ptr<CulpritFolder> culprits_;
  std::unique_ptr<Publisher> publisher_;
  std::unique_ptr<transport::ServerSocket> socket_;
  std::unique_ptr<SiteGate> gate_;
  std::unique_ptr<PeerGuard> guard_;
  std::unique_ptr<ServerState> state_;
  std::unique_ptr<OperatorApi> api_;
  ChunkServer chunks_;
  std::vector<Record> filed_;  // with the next commit; none is made for them
  bool watches_wait_ = false;  // for room in a queue
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<Uploads> uploads_;
  std::unique_ptr<Worker> worker_;  // last: their threads use what is above
  std::unique_ptr<ModelReview> review_;
};

}  // namespace hansa::coordinator
