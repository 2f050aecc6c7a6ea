#pragma once
// One task of a site, from the coordinator's TaskStart to the end:
//
//   model ──> data ──> facts ──> work ──> encode ──> ready ──> session ──> over
//   (fetch)   (build)  (answered  (train,  (updates)  (late-     (masked or
//                       before?)  evaluate)            bound)     plain)
//
// While it trains, a session may be prepared: keys and shares are exchanged before there is
// anything to mask (docs/protocol/rounds.md, "Prepared sessions").
//
// Each arrow is one input; every wait has an end; whatever goes wrong ends the task with one
// TaskFailed and a reason. A lost connection ends nothing: the work goes on, and the coordinator
// asks again on the next one. The answer is spent when it leaves, whether or not the session ends
// well: rules 5 and 9 of docs/protocol/secure-aggregation.md.

#include <memory>
#include <optional>
#include <string>

#include "client/core/site_context.h"
#include "client/core/task_answer.h"
#include "client/core/task_session.h"

namespace hansa::client {

class Task {
 public:
  Task(const v1::TaskStart& start, JobHandle job, const Now& now);

  void Begin(Turn& turn);
  // The coordinator gives the same task again, on a new connection: says again what it may have
  // missed.
  void Again(Turn& turn, const v1::TaskStart& start);
  void OnScriptFetched(Turn& turn, const ScriptFetched& result);
  void OnModelFetched(Turn& turn, const ModelFetched& result);
  void OnDataBuilt(Turn& turn, const DataBuilt& result);
  void OnFacts(Turn& turn, const FactsRead& result);
  void OnTrained(Turn& turn, const ModelTrained& result);
  void OnEncoded(Turn& turn, const UpdateEncoded& result);
  void OnEvaluated(Turn& turn, const ModelEvaluated& result);
  void OnCounted(Turn& turn, const RowsCounted& result);
  void OnWorkRefused(Turn& turn, const WorkRefused& result);
  void OnSecAgg(Turn& turn, const v1::SecAggToSite& message);
  void OnMessageFetched(Turn& turn, const MessageFetched& result);
  void OnMasked(Turn& turn, InputMasked result);
  void OnPlainRequest(Turn& turn, const v1::PlainRequest& request);
  // The coordinator fetches what was announced.
  void OnUploadRequest(Turn& turn, const v1::UploadRequest& request);
  void OnTaskEnd(Turn& turn, const v1::TaskEnd& end);
  // While the connection is lost the answer, and a session's secrets, are held for an hour; on the
  // next one the coordinator has as long to ask again as it had at first.
  void LinkLost(const Now& now);
  void LinkBack(const Now& now);
  void OnTime(Turn& turn);
  // Only a session under way is told: the coordinator has ended the task, or is not there.
  void Drop(Turn& turn, const std::string& outcome);
  // Tells the coordinator that the task is not done, and why.
  void Fail(Turn& turn, Reason reason);

  bool over() const { return step_ == Step::kOver; }
  Instant deadline() const;
  const std::string& id() const { return id_; }
  const TaskName& name() const { return name_; }

 private:
  enum class Step {
    kScript,
    kModel,
    kData,
    kFacts,
    kWork,
    kEncode,
    kReady,
    kSession,
    kSentPlain,
    kOver
  };

  // What it fetches first (task_fetch.cc).
  void FetchScript(Turn& turn);
  void AskForScript(Turn& turn) const;
  void FetchModel(Turn& turn);
  void AskForModel(Turn& turn) const;
  void AskAgain(Turn& turn) const;
  void StopFetch(Turn& turn) const;
  // A task without a model (task_statistics.cc): its work comes before the facts.
  void AskForStatistics(Turn& turn);
  void UseStatistics(Turn& turn);
  void AskForFacts(Turn& turn);
  void UseModel(Turn& turn, ModelHandle model);
  void StartWork(Turn& turn);
  v1::StoredAnswer FactsToKeep(const Now& now) const;
  bool UseKept(Turn& turn, const KeptAnswer& kept);
  void Ready(Turn& turn, EncodedAnswer answer);
  bool Prepares() const { return job_->secure && name_.kind == TaskKind::kTrain; }
  bool MayOpen(const v1::Signed& params) const;
  void ForgetEarly(const v1::SessionEnd& end);
  Result<EncodedAnswer> AnswerToCome() const;
  void OpenSession(Turn& turn, const v1::Signed& params);
  void Follow(Turn& turn, TaskSession::Outcome outcome);
  void ForgetUpload(Turn& turn);
  Duration SessionWindow() const;
  AnswerFacts Facts() const;
  bool Awaits(Step step, WorkNumber work) const { return step_ == step && work_ == work; }

  const std::string id_;
  const JobHandle job_;
  const TaskName name_;
  const crypto::Digest model_sha256_;
  const uint64_t model_bytes_;
  const uint64_t script_bytes_;  // 0: the job names no file
  Instant ready_by_;

  Step step_ = Step::kModel;
  Instant deadline_;  // while the connection is there
  std::optional<Instant> away_since_;
  WorkNumber work_ = 0;  // whose result is awaited
  BlobHandle script_;    // the TorchScript file of its network, when it is one
  ModelHandle model_;
  DataBuilt data_;
  std::optional<SiteStatistics> statistics_;      // until they are encoded
  ModelTrained trained_;                          // while it is encoded; without the weights
  std::optional<EncodedAnswer> answer_;           // until it is spent
  uint64_t answer_bytes_ = 0, inline_bytes_ = 0;  // of the vector; what goes in one message
  std::optional<secagg::WrittenVector> upload_;   // spent, and fetched by the coordinator
  std::unique_ptr<TaskSession> session_;
  std::optional<v1::Signed> early_params_;  // that came before the facts were known
  std::optional<Send> sent_plain_;          // to be repeated byte for byte
  std::string plain_params_;                // that it answered
};

}  // namespace hansa::client
