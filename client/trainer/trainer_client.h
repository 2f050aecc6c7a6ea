#pragma once
// The trainer for callers that may wait: one-shot commands, the lab, tests. Every call has a limit;
// a trainer that exceeds it is killed and the call fails with kWorkFailed. Not thread-safe.

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "client/trainer/trainer_process.h"
#include "client/trainer/training_request.h"
#include "common/base/result.h"
#include "common/base/time.h"
#include "common/model/network.h"
#include "hansa/v1/trainer.pb.h"

namespace hansa::client {

struct TrainedWeights {
  std::vector<float> weights;
  v1::Trained summary;
};

using TrainerProgress = std::function<void(const v1::Progress&)>;

class TrainerClient {
 public:
  // Returns once the trainer is ready.
  static Result<TrainerClient> Start(const std::filesystem::path& program,
                                     Duration limit = seconds(60));

  Result<> LoadData(const std::string& key, const DataArrays& data, Duration limit);
  // `request` as MakeTrain makes it.
  Result<TrainedWeights> Train(const v1::Train& request, std::span<const float> weights,
                               Duration limit, const TrainerProgress& progress = nullptr);
  Result<v1::Evaluated> Evaluate(const std::string& key, const NetworkSpec& network,
                                 std::span<const float> weights, Duration limit,
                                 const ExtraMetrics& metrics = {});
  // x: rows of network.inputs values. Returns rows * network.outputs values.
  Result<std::vector<float>> Predict(const NetworkSpec& network, std::span<const float> weights,
                                     std::span<const float> x, Duration limit);

  // The file of networks to come; this trainer runs no other one then. Reads the descriptor from
  // its beginning; it stays the caller's.
  Result<> LoadScript(const crypto::Digest& sha256, int file, Duration limit);
  // What a TorchScript file holds.
  Result<std::vector<ScriptTensor>> DescribeScript(const crypto::Digest& sha256, int file,
                                                   Duration limit);

  const v1::Ready& ready() const { return ready_; }
  TrainerProcess& process() { return *process_; }

 private:
  explicit TrainerClient(std::unique_ptr<TrainerProcess> process) : process_(std::move(process)) {}
  Result<TrainerMessage> Ask(v1::TrainerRequest request, std::initializer_list<PassedArray> arrays,
                             Duration limit, const TrainerProgress& progress = nullptr);
  Result<TrainerMessage> Await(Duration limit, const std::string& what,
                               const TrainerProgress& progress);

  std::unique_ptr<TrainerProcess> process_;
  v1::Ready ready_;
};

}  // namespace hansa::client
