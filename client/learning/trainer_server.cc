#include "client/learning/trainer_server.h"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "client/learning/apply.h"
#include "client/learning/device.h"
#include "client/learning/torch_runtime.h"
#include "client/learning/train.h"
#include "client/trainer/network_message.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/stop_point.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

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
  return Guarded("the request failed", [&] { return Dispatch(request, descriptors); });
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
  const NetworkSpec network = HANSA_TRY(ToNetwork(request.network()));
  TrainOptions options = HANSA_TRY(ToOptions(request));
  const Device device = HANSA_TRY(ChooseDevice(ToChoice(request.device()), FindDevices()));
  options.cuda = device.cuda;
  StopPoint("trainer_training");
  const DataSet* data = HANSA_TRY(Find(request.data_key()));
  ServerAnswer answer;
  answer.values = HANSA_TRY(AdoptWeights(descriptors[0], request.weights_at(), network));
  const TrainSummary summary =
      HANSA_TRY(Train(network, data->training(), options, answer.values, EverySecond(progress_)));
  v1::Trained& trained = *answer.reply.mutable_trained();
  trained.set_rows(data->training().rows());
  trained.set_steps(summary.steps);
  trained.set_mean_loss(summary.mean_loss);
  trained.set_seconds(summary.seconds);
  trained.set_device(device.text);
  return answer;
}

Result<ServerAnswer> TrainerServer::EvaluateOn(const v1::Evaluate& request,
                                               std::vector<UniqueFd>& descriptors) {
  const NetworkSpec network = HANSA_TRY(ToNetwork(request.network()));
  const DataSet* data = HANSA_TRY(Find(request.data_key()));
  const std::vector<float> weights =
      HANSA_TRY(AdoptWeights(descriptors[0], request.weights_at(), network));
  const Device device = HANSA_TRY(ChooseDevice(ToChoice(request.device()), FindDevices()));
  const MetricSums sums =
      HANSA_TRY(Evaluate(network, data->evaluation(), weights, ToMetrics(request), device.cuda));
  ServerAnswer answer;
  v1::Evaluated& evaluated = *answer.reply.mutable_evaluated();
  evaluated.set_rows(sums.rows);
  evaluated.set_squared_error_sum(sums.squared_error);
  evaluated.set_absolute_error_sum(sums.absolute_error);
  evaluated.set_correct(sums.correct);
  evaluated.set_loss_sum(sums.loss);
  evaluated.mutable_confusion()->Add(sums.confusion.begin(), sums.confusion.end());
  evaluated.mutable_scores()->Add(sums.scores.begin(), sums.scores.end());
  return answer;
}

Result<ServerAnswer> TrainerServer::PredictFor(const v1::Predict& request,
                                               std::vector<UniqueFd>& descriptors) {
  const NetworkSpec network = HANSA_TRY(ToNetwork(request.network()));
  const std::vector<float> weights =
      HANSA_TRY(AdoptWeights(descriptors[0], request.weights_at(), network));
  const MappedArray x = HANSA_TRY(AdoptFinite(descriptors[1], request.x(), "x"));
  if (x.rows() > limits::kTrainerArrayBytes / sizeof(float) / network.outputs)
    return BadInput("too many rows at once", StrCat(x.rows()));
  ServerAnswer answer;
  const Device device = HANSA_TRY(ChooseDevice(ToChoice(request.device()), FindDevices()));
  answer.values = HANSA_TRY(Predict(network, View(x), weights, device.cuda));
  v1::Array& y = *answer.reply.mutable_predicted()->mutable_y();
  y.set_rows(x.rows());
  y.set_columns(network.outputs);
  return answer;
}

Result<const TrainerServer::DataSet*> TrainerServer::Find(const std::string& key) const {
  const auto found = data_.find(key);
  if (found == data_.end())
    return BadInput("no data set was loaded under this key", key, "load the data first");
  return &found->second;
}

}  // namespace hansa::client
