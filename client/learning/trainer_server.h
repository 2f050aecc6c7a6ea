#pragma once
// The trainer's side of proto/hansa/v1/trainer.proto: keeps data sets, answers requests. What a
// request gets wrong is an error, for the reply, and never the end of the process.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/learning/data_view.h"
#include "client/learning/loaded_script.h"
#include "client/learning/script_fence.h"
#include "client/trainer/shared_array.h"
#include "common/base/result.h"
#include "common/base/unique_fd.h"
#include "hansa/v1/trainer.pb.h"

namespace hansa::client {

struct ServerAnswer {
  v1::TrainerReply reply;     // without id
  std::vector<float> values;  // trained and predicted
};

class TrainerServer {
 public:
  using SendProgress = std::function<void(const v1::Progress&)>;
  using Fence = Result<> (*)();
  // `progress` is called at most once a second while training; `fence` before a TorchScript file is
  // looked into.
  explicit TrainerServer(SendProgress progress, Fence fence = EnterScriptFence)
      : progress_(std::move(progress)), fence_(fence) {}

  // `descriptors` are as many as DescriptorsOf(request).
  Result<ServerAnswer> Answer(const v1::TrainerRequest& request, std::vector<UniqueFd> descriptors);

 private:
  struct DataSet {
    MappedArray train_x, train_y, evaluate_x, evaluate_y;

    ExamplesView training() const;
    ExamplesView evaluation() const;
  };

  Result<ServerAnswer> Dispatch(const v1::TrainerRequest& request,
                                std::vector<UniqueFd>& descriptors);
  Result<ServerAnswer> Load(const v1::LoadData& request, std::vector<UniqueFd>& descriptors);
  Result<ServerAnswer> TrainOn(const v1::Train& request, std::vector<UniqueFd>& descriptors);
  Result<ServerAnswer> EvaluateOn(const v1::Evaluate& request, std::vector<UniqueFd>& descriptors);
  Result<ServerAnswer> PredictFor(const v1::Predict& request, std::vector<UniqueFd>& descriptors);
  Result<ServerAnswer> TakeScript(const v1::LoadScript& request,
                                  std::vector<UniqueFd>& descriptors);
  Result<ServerAnswer> Describe(const v1::DescribeScript& request,
                                std::vector<UniqueFd>& descriptors);
  Result<> EnterFence() const;
  Result<const DataSet*> Find(const std::string& key) const;
  // The message's network, and what it is to run with.
  struct Runnable {
    NetworkSpec network;
    RunWith with;
    std::string device;  // for people
  };
  Result<Runnable> Prepare(const v1::Network& message, v1::Device device) const;

  SendProgress progress_;
  Fence fence_;
  std::map<std::string, DataSet> data_;
  std::optional<LoadedScript> script_;
};

}  // namespace hansa::client
