#include "client/app/trainer_work.h"

#include "client/app/evaluation_message.h"
#include "common/base/check.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

using State = TrainerProcess::State;

}  // namespace

Result<> TrainerWork::Start() {
  if (trainer_ != nullptr && trainer_->state() != State::kDead) return Success();
  trainer_.reset();
  loaded_.clear();
  script_.reset();
  trainer_ = HANSA_TRY(TrainerProcess::Start(program_));
  return Success();
}

void TrainerWork::Warm() {
  if (Result<> started = Start(); !started.ok()) fault_ = std::move(started).error();
}

void TrainerWork::Forget() {
  // A request cannot be taken back; a trainer in the middle of one is of no use for the next.
  if (job_.has_value() && trainer_ != nullptr && trainer_->state() == State::kBusy)
    trainer_.reset();
  job_.reset();
  fault_.reset();
}

void TrainerWork::Begin(const TrainModel& work, HeldDataHandle data, Instant now) {
  v1::TrainerRequest request = TrainRequest(*work.job, data->key, work.shuffle_seed);
  Begin(Job{.work = work.work,
            .request = std::move(request),
            .copied = std::nullopt,
            .weights = work.base,
            .data = std::move(data),
            .job = work.job,
            .script = work.script,
            .deadline = now + work.limit});
}

void TrainerWork::Begin(const EvaluateModel& work, HeldDataHandle data, Instant now) {
  v1::TrainerRequest request = EvaluateRequest(work.job->network, data->key, work.job->metrics);
  Begin(Job{.work = work.work,
            .request = std::move(request),
            .copied = std::nullopt,
            .weights = work.model,
            .data = std::move(data),
            .job = work.job,
            .script = work.script,
            .deadline = now + work.limit});
}

void TrainerWork::Begin(Job job) {
  Forget();
  job_.emplace(std::move(job));
  const Weights& weights = job_->weights;
  if (dynamic_cast<const FileBlob*>(weights.get()) == nullptr) {
    Result<SharedArray> array = SharedArray::Copy(*weights);
    if (!array.ok()) {
      fault_ = std::move(array).error();
      return;
    }
    job_->copied = *std::move(array);
  }
  Result<> started = Start();
  if (started.ok()) started = NextStep();
  if (!started.ok()) fault_ = std::move(started).error();
}

Result<> TrainerWork::NextStep() {
  if (!job_.has_value() || trainer_->state() != State::kReady) return Success();
  if (HANSA_TRY(PrepareForScript())) return Success();
  const HeldData& data = *job_->data;
  if (loaded_.contains(data.key)) {
    HANSA_TRY(SendWork());
    job_->step = Step::kRunning;
    return Success();
  }
  if (loaded_.size() >= limits::kTrainerDataSets) {  // it takes no more; a new one starts empty
    trainer_.reset();
    return Start();
  }
  const DataArrays& arrays = data.arrays;
  HANSA_TRY(trainer_->Send(LoadDataRequest(data.key, arrays),
                           {arrays.train_x, arrays.train_y, arrays.evaluate_x, arrays.evaluate_y}));
  job_->step = Step::kLoading;
  return Success();
}

// A trainer that has run others' code is for that job's rows alone: neither may it have seen others
// before, nor may another job use it.
Result<bool> TrainerWork::PrepareForScript() {
  const bool wanted = job_->script != nullptr;
  const crypto::Digest& sha256 = job_->job->network.script.sha256;
  if (wanted && script_ == sha256 && script_job_ == job_->job->digest) return false;
  if (script_.has_value() || (wanted && !loaded_.empty())) {
    trainer_.reset();
    HANSA_TRY(Start());
    return true;
  }
  if (!wanted) return false;
  const auto* file = dynamic_cast<const FileBlob*>(job_->script.get());
  HANSA_CHECK(file != nullptr && file->start() == 0);  // as it was fetched
  HANSA_TRY(trainer_->Send(LoadScriptRequest(sha256), {PassedArray(file->descriptor(), 0)}));
  script_ = sha256;
  script_job_ = job_->job->digest;
  job_->step = Step::kScript;
  return true;
}

// Weights in a file are read there by the trainer: a model may be larger than this process.
Result<> TrainerWork::SendWork() {
  if (job_->copied) {
    HANSA_TRY(trainer_->Send(job_->request, {*job_->copied}));
    return Success();
  }
  const auto& file = static_cast<const FileBlob&>(*job_->weights);
  if (job_->request.has_train()) job_->request.mutable_train()->set_weights_at(file.start());
  if (job_->request.has_evaluate()) job_->request.mutable_evaluate()->set_weights_at(file.start());
  HANSA_TRY(
      trainer_->Send(job_->request, {PassedArray(file.descriptor(), file.size() / sizeof(float))}));
  return Success();
}

std::vector<Input> TrainerWork::Advance(Instant now) {
  std::vector<Input> results;
  while (trainer_ != nullptr) {  // what it says may be a reason to end it
    std::optional<TrainerMessage> message = trainer_->Receive();
    if (!message.has_value()) break;
    Take(*std::move(message), results);
  }
  if (trainer_ != nullptr && trainer_->state() == State::kDead) {
    Refuse("trainer_died", StrCat("the trainer ", trainer_->exit_description()), results);
    trainer_.reset();
  }
  if (fault_.has_value()) {
    Refuse("trainer_error", fault_->Text(), results);
    fault_.reset();
  }
  if (job_.has_value() && now >= job_->deadline) {
    Refuse("trainer_timeout", "the trainer did not finish within the task's window", results);
    trainer_.reset();
  }
  return results;
}

void TrainerWork::Take(TrainerMessage message, std::vector<Input>& results) {
  const v1::TrainerReply& reply = message.reply;
  if (reply.has_ready())
    runtime_ = StrCat("LibTorch ", reply.ready().torch_version(), ", ", reply.ready().blas());
  if (reply.has_progress()) return;
  if (!reply.error().empty()) {
    if (script_.has_value()) trainer_.reset();  // who knows what it left behind
    return Refuse("trainer_error", reply.error(), results);
  }
  if (!job_.has_value()) return;

  const WorkNumber work = job_->work;
  if (reply.has_loaded()) {
    loaded_.insert(job_->data->key);
  } else if (reply.has_script_loaded()) {
    job_->step = Step::kWaiting;
  } else if (reply.has_trained() && job_->step == Step::kRunning) {
    results.emplace_back(ModelTrained{.work = work,
                                      .weights = std::move(message.values),
                                      .rows = reply.trained().rows(),
                                      .seconds = reply.trained().seconds(),
                                      .device = reply.trained().device()});
    job_.reset();
  } else if (reply.has_evaluated() && job_->step == Step::kRunning) {
    results.emplace_back(ModelEvaluated{work, SumsOf(reply.evaluated())});
    job_.reset();
  }
  if (Result<> next = NextStep(); !next.ok()) fault_ = std::move(next).error();
}

void TrainerWork::Refuse(const std::string& code, const std::string& text,
                         std::vector<Input>& results) {
  if (!job_.has_value()) return;
  results.emplace_back(WorkRefused{job_->work, code, text.substr(0, limits::kReasonBytes)});
  job_.reset();
}

std::optional<Instant> TrainerWork::NextWake() const {
  if (fault_.has_value()) return Instant{};
  if (!job_.has_value()) return std::nullopt;
  return job_->deadline;
}

}  // namespace hansa::client
