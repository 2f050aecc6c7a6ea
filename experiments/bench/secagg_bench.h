#pragma once
// What a secure sum costs a site and the coordinator, beside the least that it can cost: whole
// sessions of the real state machines in memory, and the primitives measured in the same run.

#include <cstdint>
#include <functional>
#include <string>

#include "common/base/result.h"
#include "experiments/bench/secagg_limit.h"

namespace hansa::bench {

struct SecAggBenchOptions {
  std::string profile = "complete";  // or "malicious", "semi-honest"
  uint32_t clients = 100;
  uint64_t dim = 100'000;  // elements of 32 bits
  double dropout = 0.1;    // share of the sites that leave between their shares and their input
  double tolerated = 0.1;  // share that a ring is made to withstand: at least `dropout`
  unsigned sessions = 3;
  std::function<void(const std::string&)> progress;  // a line for a person
};

struct SecAggBench {
  SumShape shape;
  uint32_t colluders = 0;  // K: a tenth of the sites; semi-honest: a twentieth
  PrimitiveCosts costs;
  // CPU seconds of one site, the mean of those that stay to the end, and of the coordinator; the
  // cheapest session. Sites know each other's credentials, as from the second session on.
  double client_seconds = 0;
  double client_limit_seconds = 0;
  double client_limit_of_sum_seconds = 0;  // without the hash of the masked vector
  double server_seconds = 0;
  double server_limit_seconds = 0;
  double server_limit_of_sum_seconds = 0;  // without the survivors' further signatures
  uint64_t client_bytes_up = 0;  // of one site that stays: messages and payload, without transport
  uint64_t client_bytes_down = 0;
  uint64_t peak_rss_bytes = 0;  // of this process: the coordinator and all sites
  bool sum_exact = false;       // in every session, beside a plain sum

  double client_ratio() const { return client_seconds / client_limit_seconds; }
  double server_ratio() const { return server_seconds / server_limit_seconds; }
};

// kUsage for a profile that masks nothing or is unknown; kRefused when no graph suits.
Result<SecAggBench> RunSecAggBench(const SecAggBenchOptions& options);

}  // namespace hansa::bench
