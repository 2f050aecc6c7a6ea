#include "client/learning/trainer_server.h"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "client/learning/apply.h"
#include "client/learning/device.h"
#include "client/learning/script_file.h"
#include "client/learning/torch_runtime.h"
#include "client/learning/train.h"
#include "client/trainer/network_message.h"
#include "common/base/bytes.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/stop_point.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

// Of a reply, with room for the rest of it.
constexpr size_t kLongestDescription = limits::kTrainerMessageBytes - 1024;

RowsView View(const MappedArray& array) { return {array.data(), array.rows(), array.columns()}; }

Result<MappedArray> Adopt(UniqueFd& fd, uint64_t rows, uint64_t columns) {
  return MappedArray::Map(HANSA_TRY(SharedArray::Adopt(std::move(fd), rows, columns)));
}

Result<MappedArray> AdoptFinite(UniqueFd& fd, const v1::Array& shape, const char* name) {
  MappedArray array = HANSA_TRY(Adopt(fd, shape.rows(), shape.columns()).WithContext(name));
  HANSA_TRY(CheckFinite(View(array), name));
  return array;
}

// From shared memory or from a file: read, never mapped, since a file may become shorter.
Result<std::vector<float>> AdoptWeights(UniqueFd& fd, uint64_t at, const NetworkSpec& network) {
  const uint64_t bytes = LayoutOf(network).elements() * sizeof(float);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0)
    return BadInput("the weights cannot be read", std::strerror(errno));
  const auto size = static_cast<uint64_t>(status.st_size);
  if (at > size || bytes != size - at)
    return BadInput("the weights do not fit the network",
                    StrCat(size, " bytes, where ", bytes, " should begin at ", at));
  std::vector<float> weights(bytes / sizeof(float));
  auto* to = reinterpret_cast<uint8_t*>(weights.data());
  HANSA_TRY(FileBlob(std::move(fd), at, bytes).ReadAt(0, {to, bytes}));
  return weights;
}

DeviceChoice ToChoice(v1::Device device) {
  if (device == v1::DEVICE_CPU) return DeviceChoice::kCpu;
  return device == v1::DEVICE_CUDA ? DeviceChoice::kCuda : DeviceChoice::kAuto;
}

ExtraMetrics ToMetrics(const v1::Evaluate& request) {
  ExtraMetrics metrics;
  metrics.errors = request.errors();
  for (const int metric : request.metrics()) {
    if (metric == v1::METRIC_CONFUSION) metrics.confusion = true;
    if (metric == v1::METRIC_F1) metrics.f1 = true;
    if (metric == v1::METRIC_AUROC) metrics.auroc = true;
  }
  return metrics;
}

Result<TrainOptions> ToOptions(const v1::Train& request) {
  if (request.optimizer() != v1::OPTIMIZER_SGD && request.optimizer() != v1::OPTIMIZER_ADAM)
    return BadInput("unknown optimizer", StrCat(request.optimizer()), "sgd or adam");
  TrainOptions options;
  options.epochs = request.epochs();
  options.batch_size = request.batch_size();
  options.rule = request.optimizer() == v1::OPTIMIZER_ADAM ? UpdateRule::kAdam : UpdateRule::kSgd;
  options.learning_rate = request.learning_rate();
  options.momentum = request.momentum();
  options.shuffle_seed = request.shuffle_seed();
  return options;
}

// Passes on at most one report a second.
TrainingProgress EverySecond(const TrainerServer::SendProgress& send) {
  using Clock = std::chrono::steady_clock;
  return [&send, last = Clock::now()](uint32_t epoch, uint64_t step, uint64_t steps) mutable {
    const Clock::time_point now = Clock::now();
    if (now - last < std::chrono::seconds(1)) return;
    last = now;
    v1::Progress progress;
    progress.set_epoch(epoch);
    progress.set_step(static_cast<uint32_t>(step));
    progress.set_steps(static_cast<uint32_t>(steps));
    send(progress);
  };
}

}  // namespace

ExamplesView TrainerServer::DataSet::training() const { return {View(train_x), View(train_y)}; }
ExamplesView TrainerServer::DataSet::evaluation() const {
  return {View(evaluate_x), View(evaluate_y)};
}

Result<ServerAnswer> TrainerServer::Answer(const v1::TrainerRequest& request,
                                           std::vector<UniqueFd> descriptors) {
  Result<ServerAnswer> answer =
      Guarded("the request failed", [&] { return Dispatch(request, descriptors); });
  if (answer.ok() || !script_ || data_.empty()) return answer;
  return InOurWords(answer.error());
}

Result<ServerAnswer> TrainerServer::Dispatch(const v1::TrainerRequest& request,
                                             std::vector<UniqueFd>& descriptors) {
  switch (request.body_case()) {
    case v1::TrainerRequest::kLoadData:
      return Load(request.load_data(), descriptors);
    case v1::TrainerRequest::kTrain:
      return TrainOn(request.train(), descriptors);
    case v1::TrainerRequest::kEvaluate:
      return EvaluateOn(request.evaluate(), descriptors);
    case v1::TrainerRequest::kPredict:
      return PredictFor(request.predict(), descriptors);
    case v1::TrainerRequest::kLoadScript:
      return TakeScript(request.load_script(), descriptors);
    case v1::TrainerRequest::kDescribeScript:
      return Describe(request.describe_script(), descriptors);
    case v1::TrainerRequest::BODY_NOT_SET:
      break;
  }
  return BadInput("the request is of no known kind");
}

Result<ServerAnswer> TrainerServer::Load(const v1::LoadData& request,
                                         std::vector<UniqueFd>& descriptors) {
  if (!data_.contains(request.key()) && data_.size() >= limits::kTrainerDataSets)
    return BadInput("the trainer keeps too many data sets", StrCat(data_.size()));
  DataSet set{HANSA_TRY(AdoptFinite(descriptors[0], request.train_x(), "train_x")),
              HANSA_TRY(AdoptFinite(descriptors[1], request.train_y(), "train_y")),
              HANSA_TRY(AdoptFinite(descriptors[2], request.evaluate_x(), "evaluate_x")),
              HANSA_TRY(AdoptFinite(descriptors[3], request.evaluate_y(), "evaluate_y"))};
  data_.insert_or_assign(request.key(), std::move(set));
  ServerAnswer answer;
  answer.reply.mutable_loaded();
  return answer;
}

Result<ServerAnswer> TrainerServer::TrainOn(const v1::Train& request,
                                            std::vector<UniqueFd>& descriptors) {
  const Runnable run = HANSA_TRY(Prepare(request.network(), request.device()));
  TrainOptions options = HANSA_TRY(ToOptions(request));
  options.with = run.with;
  StopPoint("trainer_training");
  const DataSet* data = HANSA_TRY(Find(request.data_key()));
  ServerAnswer answer;
  answer.values = HANSA_TRY(AdoptWeights(descriptors[0], request.weights_at(), run.network));
  const TrainSummary summary = HANSA_TRY(
      Train(run.network, data->training(), options, answer.values, EverySecond(progress_)));
  v1::Trained& trained = *answer.reply.mutable_trained();
  trained.set_rows(data->training().rows());
  trained.set_steps(summary.steps);
  trained.set_mean_loss(summary.mean_loss);
  trained.set_seconds(summary.seconds);
  trained.set_device(run.device);
  return answer;
}

Result<ServerAnswer> TrainerServer::EvaluateOn(const v1::Evaluate& request,
                                               std::vector<UniqueFd>& descriptors) {
  const Runnable run = HANSA_TRY(Prepare(request.network(), request.device()));
  const DataSet* data = HANSA_TRY(Find(request.data_key()));
  const std::vector<float> weights =
      HANSA_TRY(AdoptWeights(descriptors[0], request.weights_at(), run.network));
  const MetricSums sums =
      HANSA_TRY(Evaluate(run.network, data->evaluation(), weights, ToMetrics(request), run.with));
  ServerAnswer answer;
  v1::Evaluated& evaluated = *answer.reply.mutable_evaluated();
  evaluated.set_rows(sums.rows);
  evaluated.set_squared_error_sum(sums.squared_error);
  evaluated.set_absolute_error_sum(sums.absolute_error);
  evaluated.set_correct(sums.correct);
  evaluated.set_loss_sum(sums.loss);
  evaluated.mutable_confusion()->Add(sums.confusion.begin(), sums.confusion.end());
  evaluated.mutable_scores()->Add(sums.scores.begin(), sums.scores.end());
  evaluated.mutable_errors()->Add(sums.errors.begin(), sums.errors.end());
  return answer;
}

Result<ServerAnswer> TrainerServer::PredictFor(const v1::Predict& request,
                                               std::vector<UniqueFd>& descriptors) {
  const Runnable run = HANSA_TRY(Prepare(request.network(), request.device()));
  const std::vector<float> weights =
      HANSA_TRY(AdoptWeights(descriptors[0], request.weights_at(), run.network));
  const MappedArray x = HANSA_TRY(AdoptFinite(descriptors[1], request.x(), "x"));
  if (x.rows() > limits::kTrainerArrayBytes / sizeof(float) / run.network.outputs)
    return BadInput("too many rows at once", StrCat(x.rows()));
  ServerAnswer answer;
  answer.values = HANSA_TRY(Predict(run.network, View(x), weights, run.with));
  v1::Array& y = *answer.reply.mutable_predicted()->mutable_y();
  y.set_rows(x.rows());
  y.set_columns(run.network.outputs);
  return answer;
}

Result<> TrainerServer::EnterFence() const {
  WarmTorch();
  return fence_();
}

Result<ServerAnswer> TrainerServer::TakeScript(const v1::LoadScript& request,
                                               std::vector<UniqueFd>& descriptors) {
  if (script_ && script_->sha256 != request.sha256())
    return BadInput("this trainer runs another TorchScript file already",
                    Hex(AsSpan(script_->sha256)));
  if (!script_) {
    HANSA_TRY(EnterFence());
    script_ = HANSA_TRY(LoadScript(std::move(descriptors[0]), request.sha256()));
  }
  ServerAnswer answer;
  answer.reply.mutable_script_loaded();
  return answer;
}

Result<ServerAnswer> TrainerServer::Describe(const v1::DescribeScript& request,
                                             std::vector<UniqueFd>& descriptors) {
  HANSA_TRY(EnterFence());
  const LoadedScript script = HANSA_TRY(LoadScript(std::move(descriptors[0]), request.sha256()));
  ServerAnswer answer;
  v1::ScriptDescribed& described = *answer.reply.mutable_script_described();
  for (const ScriptTensor& tensor : script.tensors) *described.add_tensors() = ToMessage(tensor);
  if (const size_t bytes = described.ByteSizeLong(); bytes > kLongestDescription)
    return BadInput(
        "the TorchScript file has more tensors than a job file can name",
        StrCat(script.tensors.size(), ", whose names and shapes make ", bytes, " bytes"),
        "use fewer layers, or shorter names");
  return answer;
}

Result<TrainerServer::Runnable> TrainerServer::Prepare(const v1::Network& message,
                                                       v1::Device device) const {
  Runnable run{.network = HANSA_TRY(ToNetwork(message)), .with = {}, .device = "CPU"};
  if (IsScript(run.network)) {
    if (!script_ || script_->sha256 != message.script().sha256())
      return BadInput("the network's TorchScript file was not loaded",
                      Hex(run.network.script.sha256), "load the file first");
    HANSA_TRY(CheckTensors(script_->tensors, run.network));
    run.with.script = script_->bytes;
    return run;
  }
  const Device chosen = HANSA_TRY(ChooseDevice(ToChoice(device), FindDevices()));
  run.with.cuda = chosen.cuda;
  run.device = chosen.text;
  return run;
}

Result<const TrainerServer::DataSet*> TrainerServer::Find(const std::string& key) const {
  const auto found = data_.find(key);
  if (found == data_.end())
    return BadInput("no data set was loaded under this key", key, "load the data first");
  return &found->second;
}

}  // namespace hansa::client
