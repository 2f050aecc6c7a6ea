#include "client/trainer/trainer_client.h"

#include <poll.h>

#include <algorithm>
#include <chrono>

#include "client/trainer/network_message.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

Result<std::vector<float>> ValuesOf(const Blob& blob) {
  std::vector<float> values(static_cast<size_t>(blob.size() / sizeof(float)));
  HANSA_TRY(
      blob.ReadAt(0, {reinterpret_cast<uint8_t*>(values.data()), values.size() * sizeof(float)}));
  return values;
}

}  // namespace

Result<TrainerClient> TrainerClient::Start(const std::filesystem::path& program, Duration limit) {
  TrainerClient client(HANSA_TRY(TrainerProcess::Start(program)));
  TrainerMessage first = HANSA_TRY(client.Await(limit, "become ready", nullptr));
  client.ready_ = first.reply.ready();
  return client;
}

Result<> TrainerClient::LoadData(const std::string& key, const DataArrays& data, Duration limit) {
  HANSA_TRY(Ask(LoadDataRequest(key, data),
                {data.train_x, data.train_y, data.evaluate_x, data.evaluate_y}, limit));
  return Success();
}

Result<TrainedWeights> TrainerClient::Train(const v1::Train& request,
                                            std::span<const float> weights, Duration limit,
                                            const TrainerProgress& progress) {
  SharedArray array = HANSA_TRY(SharedArray::Copy(weights));
  v1::TrainerRequest message;
  *message.mutable_train() = request;
  TrainerMessage answer = HANSA_TRY(Ask(std::move(message), {array}, limit, progress));
  return TrainedWeights{HANSA_TRY(ValuesOf(*answer.values)), answer.reply.trained()};
}

Result<v1::Evaluated> TrainerClient::Evaluate(const std::string& key, const NetworkSpec& network,
                                              std::span<const float> weights, Duration limit,
                                              const ExtraMetrics& metrics) {
  SharedArray array = HANSA_TRY(SharedArray::Copy(weights));
  return HANSA_TRY(Ask(EvaluateRequest(network, key, metrics), {array}, limit)).reply.evaluated();
}

Result<std::vector<float>> TrainerClient::Predict(const NetworkSpec& network,
                                                  std::span<const float> weights,
                                                  std::span<const float> x, Duration limit) {
  if (network.inputs == 0 || x.size() % network.inputs != 0)
    return BadInput("the rows to predict do not fit the network",
                    StrCat(x.size(), " values for rows of ", network.inputs));
  SharedArray array = HANSA_TRY(SharedArray::Copy(weights));
  SharedArray rows = HANSA_TRY(SharedArray::Copy(x, x.size() / network.inputs, network.inputs));
  const TrainerMessage answer = HANSA_TRY(Ask(PredictRequest(network, rows), {array, rows}, limit));
  return ValuesOf(*answer.values);
}

Result<> TrainerClient::LoadScript(const crypto::Digest& sha256, int file, Duration limit) {
  HANSA_TRY(Ask(LoadScriptRequest(sha256), {PassedArray(file, 0)}, limit));
  return Success();
}

Result<std::vector<ScriptTensor>> TrainerClient::DescribeScript(const crypto::Digest& sha256,
                                                                int file, Duration limit) {
  const TrainerMessage answer =
      HANSA_TRY(Ask(DescribeScriptRequest(sha256), {PassedArray(file, 0)}, limit));
  std::vector<ScriptTensor> tensors;
  for (const v1::ScriptTensor& tensor : answer.reply.script_described().tensors())
    tensors.push_back(ToScriptTensor(tensor));
  return tensors;
}

Result<TrainerMessage> TrainerClient::Ask(v1::TrainerRequest request,
                                          std::initializer_list<PassedArray> arrays, Duration limit,
                                          const TrainerProgress& progress) {
  HANSA_TRY(process_->Send(std::move(request), arrays));
  TrainerMessage answer = HANSA_TRY(Await(limit, "answer", progress));
  if (!answer.reply.error().empty()) return WorkFailed("the trainer", answer.reply.error());
  return answer;
}

Result<TrainerMessage> TrainerClient::Await(Duration limit, const std::string& what,
                                            const TrainerProgress& progress) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (true) {
    while (std::optional<TrainerMessage> message = process_->Receive()) {
      if (!message->reply.has_progress()) return std::move(*message);
      if (progress) progress(message->reply.progress());
    }
    if (process_->state() == TrainerProcess::State::kDead)
      return WorkFailed("the trainer ended", process_->exit_description());
    const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      process_->Kill(StrCat("did not ", what, " within ", Seconds(limit), " s"));
      return WorkFailed("the trainer was ended", process_->exit_description());
    }
    pollfd waiting{process_->fd(), POLLIN, 0};
    ::poll(&waiting, 1, static_cast<int>(std::min<int64_t>(left.count(), 60'000)));
  }
}

}  // namespace hansa::client
