#pragma once
// The agent's use of its trainer: kept warm, one piece of work at a time, each with a limit. A
// trainer that dies, hangs or breaks the protocol costs that piece of work and is replaced for the
// next one. Nothing here waits. On the loop's thread only.

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/app/held_data.h"
#include "client/core/effects.h"
#include "client/trainer/trainer_process.h"

namespace hansa::client {

class TrainerWork {
 public:
  explicit TrainerWork(std::filesystem::path program) : program_(std::move(program)) {}

  // For poll(POLLIN); -1 when there is no trainer.
  int fd() const { return trainer_ == nullptr ? -1 : trainer_->fd(); }

  // Starts the trainer when there is none, so that it is ready when work comes.
  void Warm();
  // Takes over: work still under way is of no use any more.
  void Begin(const TrainModel& work, HeldDataHandle data, Instant now);
  void Begin(const EvaluateModel& work, HeldDataHandle data, Instant now);
  // Gives up what is under way; no result will come.
  void Forget();

  // Reads what the trainer said, starts the next step, ends what took too long. Results as inputs
  // for the machine.
  std::vector<Input> Advance(Instant now);
  std::optional<Instant> NextWake() const;

  // What the trainer runs on ("LibTorch 1.13.1, openblas"); empty until one was ready.
  const std::string& runtime() const { return runtime_; }

 private:
  enum class Step { kWaiting, kScript, kLoading, kRunning };
  struct Job {
    WorkNumber work = 0;
    v1::TrainerRequest request;
    std::optional<SharedArray> copied;  // weights that lie in no file
    Weights weights;
    HeldDataHandle data;
    JobHandle job;
    BlobHandle script;  // of a network that is a TorchScript file
    Instant deadline{};
    Step step = Step::kWaiting;
  };

  void Begin(Job job);
  Result<> Start();
  Result<> NextStep();
  // Gives the trainer its script, or replaces a trainer that has run another job's. True when it
  // must be waited for.
  Result<bool> PrepareForScript();
  Result<> SendWork();
  void Take(TrainerMessage message, std::vector<Input>& results);
  void Refuse(const std::string& code, const std::string& text, std::vector<Input>& results);

  std::filesystem::path program_;
  std::unique_ptr<TrainerProcess> trainer_;
  std::set<std::string> loaded_;          // keys that this trainer holds
  std::optional<crypto::Digest> script_;  // the TorchScript file that it was given
  crypto::Digest script_job_{};           // the job that it was given for
  std::optional<Job> job_;
  std::optional<Error> fault_;  // met when beginning; reported by Advance
  std::string runtime_;
};

}  // namespace hansa::client
