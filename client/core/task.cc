#include "client/core/task.h"

#include <algorithm>

#include "client/core/task_digest.h"
#include "client/policy/policy_check.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/random.h"
#include "common/job/task_segments.h"

namespace hansa::client {
namespace {

// No window is longer than this, whatever the coordinator says.
constexpr Duration kLongestWindow = std::chrono::hours(24);
// After the session's own window the coordinator has given it up; this much is for the way here.
constexpr Duration kGrace = seconds(5);
constexpr Duration kLongestAway = std::chrono::hours(1);

// Where a task's own randomness comes from.
class TaskRandom {
 public:
  TaskRandom(const SiteOptions& options, const TaskName& name, std::string_view use) {
    if (!options.task_seed) {
      source_ = options.random;
      return;
    }
    const bool train = name.kind == TaskKind::kTrain;
    seeded_.emplace(*options.task_seed,
                    StrCat(train ? "train" : "evaluate", " round ", name.round, " ", use));
    source_ = &*seeded_;
  }
  RandomSource& source() { return *source_; }

 private:
  std::optional<crypto::SeededRandom> seeded_;
  RandomSource* source_;
};

Instant ReadyBy(const v1::TaskStart& start, const Now& now) {
  const int64_t most = kLongestWindow / milliseconds(1);
  return now.instant + milliseconds(std::clamp<int64_t>(start.window_ms(), 0, most));
}

TaskName NameOf(const v1::TaskStart& start, const JobSpec& job) {
  return {.job = job.name,
          .job_digest = Hex(job.digest),
          .kind = start.kind() == v1::TASK_KIND_TRAIN ? TaskKind::kTrain : TaskKind::kEvaluate,
          .round = start.round(),
          .model_version = start.model_version()};
}

crypto::Digest DigestOf(const std::string& bytes) {
  crypto::Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace

Task::Task(const v1::TaskStart& start, JobHandle job, const Now& now)
    : id_(start.task_id()),
      job_(std::move(job)),
      name_(NameOf(start, *job_)),
      model_sha256_(DigestOf(start.model_sha256())),
      model_bytes_(start.model_bytes()),
      ready_by_(ReadyBy(start, now)),
      deadline_(ready_by_) {}

void Task::Begin(Turn& turn) {
  turn.Emit(TaskStarted{name_});
  if (ModelHandle held = turn.site.models.Find(model_sha256_)) return UseModel(turn, held);
  if (model_bytes_ > limits::kModelBytes)
    return Fail(turn, {"model_too_large", "models of more than 1 MiB are not taken"});
  AskForModel(turn);
}

void Task::AskForModel(Turn& turn) const {
  turn.Send().mutable_blob_request()->set_sha256(ToString(model_sha256_));
}

void Task::Again(Turn& turn, const v1::TaskStart& start) {
  ready_by_ = std::max(ready_by_, ReadyBy(start, turn.now));
  if (step_ == Step::kModel) AskForModel(turn);
  if (step_ == Step::kReady) turn.Send().mutable_task_ready()->set_task_id(id_);
  if (step_ < Step::kReady) deadline_ = ready_by_;
  if (step_ == Step::kReady) deadline_ = ready_by_ + job_->aggregating + kGrace;
}

void Task::OnBlob(Turn& turn, const v1::Blob& blob, const Bytes& payload) {
  if (step_ != Step::kModel || blob.sha256() != AsView(model_sha256_)) return;
  if (!blob.found()) return Fail(turn, {"model_unavailable", "the coordinator has no such model"});
  const Result<ModelHandle> loaded = turn.site.options.readers.model(payload, model_sha256_);
  if (!loaded.ok()) {
    const bool other = loaded.error().kind == ErrorKind::kVerification;
    return Fail(turn, {other ? "model_digest" : "model_invalid", loaded.error().Text()});
  }
  UseModel(turn, *loaded);
}

void Task::UseModel(Turn& turn, ModelHandle model) {
  if (const Result<> fits = CheckFits(*model, job_->network); !fits.ok())
    return Fail(turn, {"model_shape", fits.error().Text()});
  turn.site.models.Keep(model);
  model_ = std::move(model);
  step_ = Step::kData;
  work_ = turn.site.NextWork();
  turn.out.work.emplace_back(AskData{work_, job_});
}

void Task::OnDataBuilt(Turn& turn, const DataBuilt& result) {
  if (!Awaits(Step::kData, result.work)) return;
  data_ = result;
  step_ = Step::kFacts;
  work_ = turn.site.NextWork();
  turn.out.work.emplace_back(AskFacts{.work = work_,
                                      .job_digest = job_->digest,
                                      .base_version = name_.model_version,
                                      .train = name_.kind == TaskKind::kTrain,
                                      .task_digest = TaskDigest(job_->digest, name_.kind),
                                      .base_model_sha256 = model_sha256_,
                                      .data_digest = data_.digest,
                                      .coordinator_key = turn.site.coordinator->signing_key});
}

void Task::OnFacts(Turn& turn, const FactsRead& result) {
  if (!Awaits(Step::kFacts, result.work)) return;
  turn.site.highest_session = std::max(turn.site.highest_session, result.highest_session);
  if (result.answered)
    return Fail(turn,
                {"already_answered", "this task was answered before, on this model and this data"});
  if (result.doubtful)
    return Fail(turn, {"folder_restored",
                       "this site's folder was put back from a copy: what it answered since is not "
                       "known, so it takes part from the next version on"});
  const auto reasons =
      CheckTaskPolicy(turn.site.options.policy, result.tasks_last_24h, result.local_minute_of_day);
  if (!reasons.empty()) return Fail(turn, {reasons.front().code, reasons.front().text});
  if (result.kept != nullptr && UseKept(turn, *result.kept)) return;
  StartWork(turn);
}

// Trained in an earlier process or for an earlier attempt, on the same model and data, and never
// spent: it is as good as one trained now.
bool Task::UseKept(Turn& turn, const v1::StoredAnswer& kept) {
  if (name_.kind != TaskKind::kTrain || kept.job_digest() != AsView(job_->digest) ||
      kept.base_model_sha256() != AsView(model_sha256_) ||
      kept.data_digest() != AsView(data_.digest))
    return false;
  auto segments = TrainSegments(*job_, model_->weights->size());
  if (!segments.ok() || kept.ring_bits() != job_->ring_bits ||
      kept.vector().size() != secagg::ElementsOf(*segments) * job_->ring_bits / 8)
    return false;
  turn.Emit(AnswerFound{name_});
  Ready(turn, {.segments = *std::move(segments),
               .ring_bits = job_->ring_bits,
               .vector = secagg::RingVector::FromBytes(job_->ring_bits, AsSpan(kept.vector()))});
  return true;
}

void Task::StartWork(Turn& turn) {
  const Duration limit = ready_by_ - turn.now.instant;
  TaskRandom shuffle(turn.site.options, name_, "shuffle");
  step_ = Step::kWork;
  work_ = turn.site.NextWork();
  if (name_.kind == TaskKind::kTrain)
    turn.out.work.emplace_back(TrainModel{.work = work_,
                                          .job = job_,
                                          .base = model_->weights,
                                          .shuffle_seed = shuffle.source().NextU64(),
                                          .limit = limit});
  else
    turn.out.work.emplace_back(
        EvaluateModel{.work = work_, .job = job_, .model = model_->weights, .limit = limit});
}

void Task::OnTrained(Turn& turn, const ModelTrained& result) {
  if (!Awaits(Step::kWork, result.work) || name_.kind != TaskKind::kTrain) return;
  Result<LocalUpdate> update = MakeUpdate(*model_->weights, *result.weights, job_->clip_norm);
  if (!update.ok()) return Fail(turn, {"training_invalid", update.error().Text()});
  turn.Emit(TaskTrained{.task = name_,
                        .rows = result.rows,
                        .seconds = result.seconds,
                        .norm = update->norm,
                        .clipped = update->clipped,
                        .device = PlainText(result.device, limits::kNameBytes)});
  Finished(turn, TrainingAnswer{*std::move(update), result.rows});
}

void Task::OnEvaluated(Turn& turn, const ModelEvaluated& result) {
  if (!Awaits(Step::kWork, result.work) || name_.kind != TaskKind::kEvaluate) return;
  if (!result.sums.finite())
    return Fail(turn, {"evaluation_invalid", "the model's outputs are not finite"});
  turn.Emit(TaskEvaluated{name_, result.sums});
  Finished(turn, result.sums);
}

void Task::Finished(Turn& turn, const TaskAnswer& answer) {
  TaskRandom rounding(turn.site.options, name_, "rounding");
  Result<EncodedAnswer> encoded = EncodeAnswer(*job_, answer, rounding.source());
  if (!encoded.ok()) return Fail(turn, {"answer_invalid", encoded.error().Text()});
  Ready(turn, *std::move(encoded));
  if (name_.kind == TaskKind::kTrain) KeepUpdate(turn);
}

void Task::KeepUpdate(Turn& turn) const {
  auto kept = std::make_shared<v1::StoredAnswer>();
  kept->set_task_id(id_);
  kept->set_job_digest(ToString(job_->digest));
  kept->set_base_model_sha256(ToString(model_sha256_));
  kept->set_data_digest(ToString(data_.digest));
  kept->set_round(name_.round);
  kept->set_base_version(name_.model_version);
  kept->set_ring_bits(answer_->ring_bits);
  kept->set_vector(ToString(answer_->vector.ToBytes()));
  kept->set_rows(data_.train_rows);
  kept->set_unix_ms(turn.now.unix_ms);
  turn.out.persist.emplace_back(KeepAnswer{std::move(kept)});
}

void Task::Ready(Turn& turn, EncodedAnswer answer) {
  answer_ = std::move(answer);
  step_ = Step::kReady;
  // The session may start as late as the last site of the round is ready.
  deadline_ = std::max(ready_by_, turn.now.instant) + job_->aggregating + kGrace;
  turn.Send().mutable_task_ready()->set_task_id(id_);
}

void Task::OnWorkRefused(Turn& turn, const WorkRefused& result) {
  const bool awaited = step_ == Step::kData || step_ == Step::kFacts || step_ == Step::kWork;
  if (awaited && work_ == result.work) Fail(turn, {result.code, result.text});
}

AnswerFacts Task::Facts() const {
  const bool train = name_.kind == TaskKind::kTrain;
  return {.task = name_,
          .job = job_,
          .model_sha256 = model_sha256_,
          .data_digest = data_.digest,
          .columns = data_.columns,
          .rows = train ? data_.train_rows : data_.evaluate_rows};
}

void Task::OnSecAgg(Turn& turn, const v1::SecAggToSite& message) {
  if (step_ == Step::kSession) return Follow(turn, session_->Handle(turn, message));
  if (step_ == Step::kReady && message.has_params()) return OpenSession(turn, message.params());
  if (message.has_end()) return;
  // The process that was in this session is gone: the coordinator needs not wait.
  *turn.Send().mutable_secagg() = AbortOf(message);
}

void Task::OpenSession(Turn& turn, const v1::Signed& params) {
  session_ = TaskSession::Open(turn, params, Facts(), *answer_);
  // A refused session leaves the answer unspent: another one may still ask for it in time.
  if (session_ == nullptr) return;
  step_ = Step::kSession;
  deadline_ = turn.now.instant + job_->aggregating + kGrace;
}

void Task::OnMasked(Turn& turn, InputMasked result) {
  if (step_ == Step::kSession) Follow(turn, session_->Masked(turn, std::move(result)));
}

void Task::Follow(Turn& turn, TaskSession::Outcome outcome) {
  if (outcome.spent) answer_.reset();
  if (!outcome.ended) return;
  session_.reset();
  step_ = answer_.has_value() ? Step::kReady : Step::kOver;
  deadline_ = std::max(ready_by_, turn.now.instant) + job_->aggregating + kGrace;
}

void Task::OnPlainRequest(Turn& turn, const v1::PlainRequest& request) {
  if (step_ == Step::kSentPlain && request.params().payload() == plain_params_) {
    turn.out.send.push_back(*sent_plain_);
    return;
  }
  if (request.task_id() != id_ || step_ != Step::kReady)
    return turn.Emit(MessageIgnored{"plain_request_out_of_order"});
  if (const auto refusal = SendPlain(turn, request, Facts(), *answer_)) return Fail(turn, *refusal);
  answer_.reset();
  sent_plain_ = turn.out.send.back();
  plain_params_ = request.params().payload();
  step_ = Step::kSentPlain;
  deadline_ = turn.now.instant + job_->aggregating + kGrace;
}

void Task::OnTaskEnd(Turn& turn, const v1::TaskEnd& end) {
  if (end.task_id() == id_) Drop(turn, end.outcome());
}

Instant Task::deadline() const {
  if (away_since_.has_value() && step_ >= Step::kReady) return *away_since_ + kLongestAway;
  return deadline_;
}

void Task::LinkLost(const Now& now) { away_since_ = now.instant; }

void Task::LinkBack(const Now& now) {
  away_since_.reset();
  if (step_ >= Step::kReady) deadline_ = now.instant + job_->aggregating + kGrace;
}

void Task::OnTime(Turn& turn) {
  if (over() || turn.now.instant < deadline()) return;
  if (step_ == Step::kSession) return Drop(turn, "the session took too long");
  if (step_ == Step::kReady) return Drop(turn, "no session came");
  if (step_ == Step::kSentPlain) return Drop(turn, "nothing was heard of the sum");
  Fail(turn, {"window_passed", "not ready within the task's window"});
}

void Task::Drop(Turn& turn, const std::string& outcome) {
  if (session_ != nullptr) session_->Leave(turn, outcome);
  session_.reset();
  answer_.reset();
  sent_plain_.reset();
  step_ = Step::kOver;
  turn.Emit(TaskEnded{name_, outcome});
}

void Task::Fail(Turn& turn, Reason reason) {
  v1::TaskFailed& failed = *turn.Send().mutable_task_failed();
  failed.set_task_id(id_);
  failed.mutable_reason()->set_code(reason.code);
  failed.mutable_reason()->set_text(PlainText(reason.text, limits::kReasonBytes));
  turn.out.persist.emplace_back(NoteLeaving{.kind = "task_failed",
                                            .job = job_->name,
                                            .bytes = turn.out.send.back().message.ByteSizeLong(),
                                            .answer = reason.code});
  session_.reset();
  answer_.reset();
  step_ = Step::kOver;
  turn.Emit(TaskRefused{name_, std::move(reason)});
}

}  // namespace hansa::client
