#include "client/core/task.h"

#include <algorithm>

#include "client/core/task_digest.h"
#include "client/policy/policy_check.h"
#include "common/base/check.h"
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
    seeded_ = std::make_shared<crypto::SeededRandom>(
        *options.task_seed, StrCat(Name(name.kind), " round ", name.round, " ", use));
    source_ = seeded_.get();
  }
  RandomSource& source() { return *source_; }
  // One that is nobody else's, for another thread.
  std::shared_ptr<RandomSource> Take() {
    return seeded_ ? seeded_ : std::make_shared<crypto::SeededRandom>(*source_);
  }

 private:
  std::shared_ptr<crypto::SeededRandom> seeded_;
  RandomSource* source_;
};

Instant ReadyBy(const v1::TaskStart& start, const Now& now) {
  const int64_t most = kLongestWindow / milliseconds(1);
  return now.instant + milliseconds(std::clamp<int64_t>(start.window_ms(), 0, most));
}

TaskName NameOf(const v1::TaskStart& start, const JobSpec& job) {
  return {.job = job.name,
          .job_digest = Hex(job.digest),
          .kind = KindOf(start.kind()),
          .round = start.round(),
          .model_version = start.model_version()};
}

// Whether a job leads to tasks of this kind: what it does not say, its owner did not agree to.
bool Asks(const JobSpec& job, TaskKind kind) {
  if (kind == TaskKind::kStatistics) return !job.statistics.columns.empty();
  if (kind == TaskKind::kTrain) return job.task == JobTask::kTrain;
  return job.task != JobTask::kStatistics;
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
      script_bytes_(start.script_bytes()),
      ready_by_(ReadyBy(start, now)),
      deadline_(ready_by_) {}

void Task::Begin(Turn& turn) {
  turn.Emit(TaskStarted{name_});
  if (!Asks(*job_, name_.kind))
    return Fail(turn, {"task_not_in_job", "the job that this site accepted has no such task"});
  if (name_.kind == TaskKind::kStatistics) return AskForStatistics(turn);
  FetchScript(turn);
}

void Task::Again(Turn& turn, const v1::TaskStart& start) {
  ready_by_ = std::max(ready_by_, ReadyBy(start, turn.now));
  AskAgain(turn);
  const bool ready = step_ == Step::kReady || (step_ == Step::kSession && answer_.has_value());
  if (ready) turn.Send().mutable_task_ready()->set_task_id(id_);
  if (step_ < Step::kReady) deadline_ = ready_by_;
  if (ready) deadline_ = ready_by_ + SessionWindow();
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
  AskForFacts(turn);
}

void Task::AskForFacts(Turn& turn) {
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
  if (name_.kind == TaskKind::kStatistics) return UseStatistics(turn);
  if (result.kept == nullptr || !UseKept(turn, *result.kept)) StartWork(turn);
  if (early_params_) OpenSession(turn, *std::exchange(early_params_, std::nullopt));
}

// Trained in an earlier process or for an earlier attempt, on the same model and data, and never
// spent: it is as good as one trained now.
bool Task::UseKept(Turn& turn, const KeptAnswer& kept) {
  const v1::StoredAnswer& facts = kept.facts;
  if (name_.kind != TaskKind::kTrain || facts.job_digest() != AsView(job_->digest) ||
      facts.base_model_sha256() != AsView(model_sha256_) ||
      facts.data_digest() != AsView(data_.digest))
    return false;
  auto segments = TrainSegments(*job_, model_->weights->size() / sizeof(float));
  if (!segments.ok() || facts.ring_bits() != job_->ring_bits ||
      kept.vector->size() != secagg::ElementsOf(*segments) * job_->ring_bits / 8)
    return false;
  turn.Emit(AnswerFound{name_});
  Ready(turn, {.segments = *std::move(segments),
               .ring_bits = job_->ring_bits,
               .vector = {kept.vector, DigestOf(facts.vector_sha256())}});
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
                                          .limit = limit,
                                          .script = script_});
  else
    turn.out.work.emplace_back(EvaluateModel{
        .work = work_, .job = job_, .model = model_->weights, .limit = limit, .script = script_});
}

void Task::OnTrained(Turn& turn, const ModelTrained& result) {
  if (!Awaits(Step::kWork, result.work) || name_.kind != TaskKind::kTrain) return;
  TaskRandom rounding(turn.site.options, name_, "rounding");
  trained_ = {.rows = result.rows, .seconds = result.seconds, .device = result.device};
  step_ = Step::kEncode;
  work_ = turn.site.NextWork();
  turn.out.work.emplace_back(
      EncodeTrained{.work = work_,
                    .update = {.job = job_,
                               .base = model_->weights,
                               .trained = result.weights,
                               .rows = result.rows,
                               .rounding = rounding.Take(),
                               .largest_unchanged = turn.site.options.policy.largest_unchanged},
                    .facts = FactsToKeep(turn.now)});
}

void Task::OnEncoded(Turn& turn, const UpdateEncoded& result) {
  if (!Awaits(Step::kEncode, result.work)) return;
  const uint64_t values = model_->weights->size() / sizeof(float);
  auto segments = TrainSegments(*job_, values);
  HANSA_CHECK(segments.ok());  // it was encoded with them
  turn.Emit(TaskTrained{.task = name_,
                        .rows = trained_.rows,
                        .seconds = trained_.seconds,
                        .norm = result.norm,
                        .clipped = result.clipped,
                        .unchanged = static_cast<double>(result.unchanged) /
                                     static_cast<double>(std::max<uint64_t>(values, 1)),
                        .device = PlainText(trained_.device, limits::kNameBytes)});
  Ready(turn,
        {.segments = *std::move(segments), .ring_bits = job_->ring_bits, .vector = result.vector});
}

void Task::OnEvaluated(Turn& turn, const ModelEvaluated& result) {
  if (!Awaits(Step::kWork, result.work) || name_.kind != TaskKind::kEvaluate) return;
  if (!result.sums.finite())
    return Fail(turn, {"evaluation_invalid", "the model's outputs are not finite"});
  turn.Emit(TaskEvaluated{name_, result.sums});
  TaskRandom rounding(turn.site.options, name_, "rounding");
  Result<EncodedAnswer> encoded = EncodeSums(*job_, result.sums, rounding.source());
  if (!encoded.ok()) return Fail(turn, {"answer_invalid", encoded.error().Text()});
  Ready(turn, *std::move(encoded));
}

v1::StoredAnswer Task::FactsToKeep(const Now& now) const {
  v1::StoredAnswer kept;
  kept.set_task_id(id_);
  kept.set_job_digest(ToString(job_->digest));
  kept.set_base_model_sha256(ToString(model_sha256_));
  kept.set_data_digest(ToString(data_.digest));
  kept.set_round(name_.round);
  kept.set_base_version(name_.model_version);
  kept.set_ring_bits(job_->ring_bits);
  kept.set_rows(data_.train_rows);
  kept.set_unix_ms(now.unix_ms);
  return kept;
}

void Task::Ready(Turn& turn, EncodedAnswer answer) {
  answer_ = std::move(answer);
  answer_bytes_ = answer_->vector.bytes->size();
  inline_bytes_ = turn.site.options.inline_bytes;
  if (session_ != nullptr) session_->UseInput(*answer_);
  step_ = session_ != nullptr ? Step::kSession : Step::kReady;
  // The session may start as late as the last site of the round is ready.
  deadline_ = std::max(ready_by_, turn.now.instant) + SessionWindow();
  turn.Send().mutable_task_ready()->set_task_id(id_);
}

// How long the coordinator may take from asking to the sum.
Duration Task::SessionWindow() const {
  const bool fetched = answer_bytes_ > inline_bytes_;
  return job_->aggregating + (fetched ? job_->uploading : Duration{}) + kGrace;
}

void Task::OnWorkRefused(Turn& turn, const WorkRefused& result) {
  if (session_ != nullptr && session_->Awaits(result.work))
    return Follow(turn, session_->Refused(turn, result));
  const bool awaited = step_ == Step::kScript || step_ == Step::kModel || step_ == Step::kData ||
                       step_ == Step::kFacts || step_ == Step::kWork || step_ == Step::kEncode;
  if (!awaited || work_ != result.work) return;
  work_ = 0;
  Fail(turn, {result.code, result.text});
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

void Task::OnPlainRequest(Turn& turn, const v1::PlainRequest& request) {
  if (step_ == Step::kSentPlain && request.params().payload() == plain_params_) {
    turn.out.send.push_back(*sent_plain_);
    return;
  }
  if (request.task_id() != id_ || step_ != Step::kReady)
    return turn.Emit(MessageIgnored{"plain_request_out_of_order"});
  if (const auto refusal = SendPlain(turn, request, Facts(), *answer_)) return Fail(turn, *refusal);
  if (turn.out.send.back().payload.empty()) upload_ = std::move(answer_->vector);
  answer_.reset();
  sent_plain_ = turn.out.send.back();
  plain_params_ = request.params().payload();
  step_ = Step::kSentPlain;
  deadline_ = turn.now.instant + SessionWindow();
}

// Of an honest coordinator every range lies within: common/wire has bounded it.
void Task::OnUploadRequest(Turn& turn, const v1::UploadRequest& request) {
  if (!upload_ || request.sha256() != AsView(upload_->sha256)) {
    turn.Send().mutable_upload_gone()->set_sha256(request.sha256());
    return;
  }
  const uint64_t size = upload_->bytes->size();
  if (request.offset() >= size) return turn.Emit(MessageIgnored{"range_beyond_the_upload"});
  turn.out.uploads.emplace_back(
      SendRange{*upload_, request.offset(), std::min(request.bytes(), size - request.offset())});
}

void Task::ForgetUpload(Turn& turn) {
  if (upload_) turn.out.uploads.emplace_back(StopUpload{upload_->sha256});
  upload_.reset();
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
  if (step_ >= Step::kReady) deadline_ = now.instant + SessionWindow();
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
  StopFetch(turn);
  ForgetUpload(turn);
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
  if (session_ != nullptr) session_->Forget(turn, reason.code);
  StopFetch(turn);
  ForgetUpload(turn);
  session_.reset();
  answer_.reset();
  step_ = Step::kOver;
  turn.Emit(TaskRefused{name_, std::move(reason)});
}

}  // namespace hansa::client
