#pragma once
// What a site's report of a job holds.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/data/data_report.h"
#include "common/base/time.h"

namespace hansa::client {

using Metrics = std::map<std::string, double>;  // "rmse" in the target's unit

struct RoundEntry {
  uint64_t round = 0;
  uint64_t version = 0;  // of the model evaluated
  Metrics metrics;       // of that version on this site's own evaluation rows
  double seconds = 0;    // of training
  uint64_t bytes_up = 0;

  bool operator==(const RoundEntry&) const = default;
};

// What the site would reach alone.
struct BaselineEntry {
  Metrics metrics;
  uint32_t epochs = 0;

  bool operator==(const BaselineEntry&) const = default;
};

// Something that left this machine.
struct SentEntry {
  UnixMillis unix_ms = 0;
  std::string session;  // hex
  std::string answer;   // "training update", "evaluation sums", "refusal"
  uint64_t round = 0;
  uint64_t bytes = 0;

  bool operator==(const SentEntry&) const = default;
};

struct ReportContents {
  std::string job;
  std::string job_sha256;  // hex
  std::string unit;        // of the target, and so of rmse and mae
  DataReport data;
  std::vector<std::string> columns;  // that the job reads
  std::vector<RoundEntry> rounds;    // by round
  std::optional<BaselineEntry> baseline;
  std::vector<SentEntry> sent;  // oldest first
};

}  // namespace hansa::client
