#include "client/trainer/training_request.h"

#include "client/trainer/network_message.h"
#include "common/base/bytes.h"

namespace hansa::client {
namespace {

void Describe(const SharedArray& array, v1::Array& message) {
  message.set_rows(array.rows());
  message.set_columns(array.columns());
}

v1::Device ToMessage(DeviceChoice choice) {
  if (choice == DeviceChoice::kCpu) return v1::DEVICE_CPU;
  return choice == DeviceChoice::kCuda ? v1::DEVICE_CUDA : v1::DEVICE_AUTO;
}

}  // namespace

v1::Train MakeTrain(const JobSpec& job, const std::string& data_key, uint64_t shuffle_seed) {
  v1::Train train;
  train.set_data_key(data_key);
  *train.mutable_network() = ToMessage(job.network);
  train.set_epochs(job.epochs);
  train.set_batch_size(job.batch_size);
  train.set_optimizer(job.optimizer == OptimizerKind::kAdam ? v1::OPTIMIZER_ADAM
                                                            : v1::OPTIMIZER_SGD);
  train.set_learning_rate(job.learning_rate);
  train.set_momentum(job.momentum);
  train.set_device(ToMessage(job.device));
  train.set_shuffle_seed(shuffle_seed);
  return train;
}

v1::TrainerRequest LoadDataRequest(const std::string& key, const DataArrays& data) {
  v1::TrainerRequest request;
  v1::LoadData& load = *request.mutable_load_data();
  load.set_key(key);
  Describe(data.train_x, *load.mutable_train_x());
  Describe(data.train_y, *load.mutable_train_y());
  Describe(data.evaluate_x, *load.mutable_evaluate_x());
  Describe(data.evaluate_y, *load.mutable_evaluate_y());
  return request;
}

v1::TrainerRequest TrainRequest(const JobSpec& job, const std::string& data_key,
                                uint64_t shuffle_seed) {
  v1::TrainerRequest request;
  *request.mutable_train() = MakeTrain(job, data_key, shuffle_seed);
  return request;
}

v1::TrainerRequest EvaluateRequest(const NetworkSpec& network, const std::string& data_key,
                                   const ExtraMetrics& metrics) {
  v1::TrainerRequest request;
  if (metrics.confusion) request.mutable_evaluate()->add_metrics(v1::METRIC_CONFUSION);
  if (metrics.f1) request.mutable_evaluate()->add_metrics(v1::METRIC_F1);
  if (metrics.auroc) request.mutable_evaluate()->add_metrics(v1::METRIC_AUROC);
  request.mutable_evaluate()->set_errors(metrics.errors);
  request.mutable_evaluate()->set_data_key(data_key);
  *request.mutable_evaluate()->mutable_network() = ToMessage(network);
  return request;
}

v1::TrainerRequest PredictRequest(const NetworkSpec& network, const SharedArray& x) {
  v1::TrainerRequest request;
  *request.mutable_predict()->mutable_network() = ToMessage(network);
  Describe(x, *request.mutable_predict()->mutable_x());
  return request;
}

v1::TrainerRequest LoadScriptRequest(const crypto::Digest& sha256) {
  v1::TrainerRequest request;
  request.mutable_load_script()->set_sha256(ToString(sha256));
  return request;
}

v1::TrainerRequest DescribeScriptRequest(const crypto::Digest& sha256) {
  v1::TrainerRequest request;
  request.mutable_describe_script()->set_sha256(ToString(sha256));
  return request;
}

}  // namespace hansa::client
