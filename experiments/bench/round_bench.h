#pragma once
// How long a round takes with real processes over loopback: coordinator, agents, trainers, secure
// aggregation on, no evaluation session, the smallest model there is (one weight, one bias).

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace hansa::bench {

struct RoundBenchOptions {
  size_t clients = 10;
  unsigned rounds = 50;
  std::string profile = "complete";  // of secure aggregation
  std::filesystem::path programs;                    // where the programs are
  std::function<void(const std::string&)> progress;  // a line for a person
};

struct RoundBench {
  unsigned rounds = 0;  // measured, after some to warm up: the first one starts the trainers
  double p50_seconds = 0;
  double p99_seconds = 0;
  // Medians of the phases, as the coordinator measures them.
  double training_seconds = 0;
  double aggregating_seconds = 0;
  double publishing_seconds = 0;
  // kExchangesOfRound bare exchanges of messages with as many peers, measured just before.
  double limit_seconds = 0;
};

Result<RoundBench> RunRoundBench(const RoundBenchOptions& options);

}  // namespace hansa::bench
