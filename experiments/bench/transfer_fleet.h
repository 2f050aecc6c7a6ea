#pragma once
// The processes of a transfer bench: a coordinator, agents as they are, and trainers that only move
// the weights a little, and not before the bench says so.

#include <memory>

#include "common/process/child_process.h"
#include "coordinator/cli/demo/local_fleet.h"
#include "experiments/bench/transfer_bench.h"

namespace hansa::bench {

class TransferFleet {
 public:
  // The programs are copied into `folder`.
  static Result<TransferFleet> Start(const TransferBenchOptions& options,
                                     const std::filesystem::path& folder);

  // Starts the job. Returns once its initial model is there, whose size is put into `model_bytes`;
  // sites begin to fetch it.
  Result<ChildProcess> RunJob(uint64_t& model_bytes);
  // Of an update on its way to the coordinator.
  uint64_t vector_bytes() const;
  // Sites may train now.
  void LetTrain() const;

  cli::LocalFleet& sites() { return *fleet_; }
  pid_t coordinator() const { return fleet_->coordinator().pid(); }
  const std::filesystem::path& folder() const { return folder_; }
  // Where a site keeps its update.
  std::filesystem::path updates(size_t site) const {
    return fleet_->site_folder(site) / "state" / "updates";
  }
  std::filesystem::path uploads() const {
    return fleet_->coordinator_folder() / "state" / "spool" / "uploads";
  }

 private:
  TransferFleet(const TransferBenchOptions& options, std::filesystem::path folder,
                std::unique_ptr<cli::LocalFleet> fleet)
      : options_(options), folder_(std::move(folder)), fleet_(std::move(fleet)) {}

  TransferBenchOptions options_;
  std::filesystem::path folder_;
  std::unique_ptr<cli::LocalFleet> fleet_;
};

}  // namespace hansa::bench
