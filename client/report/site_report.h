#pragma once
// A job's report at a site: state/reports/<job>.json. Written for the site's owner, never sent. Has
// what became of the rows, the site's own figures for each round, what it would reach alone, and
// what left the machine. Not thread-safe.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/data/data_report.h"
#include "common/base/result.h"
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

struct BaselineEntry {
  Metrics metrics;
  uint32_t epochs = 0;

  bool operator==(const BaselineEntry&) const = default;
};

struct SentEntry {
  UnixMillis unix_ms = 0;
  std::string session;  // hex
  std::string answer;   // "training update", "evaluation sums", "refusal"
  uint64_t round = 0;
  uint64_t bytes = 0;

  bool operator==(const SentEntry&) const = default;
};

class SiteReport {
 public:
  // An absent file gives an empty report that Save will make. kBadInput when it is not one of ours.
  static Result<SiteReport> Load(const std::filesystem::path& path);
  // <state>/reports/<job>.json
  static std::filesystem::path PathFor(const std::filesystem::path& state, const std::string& job);

  // A new job digest under the same name starts the report anew.
  void SetJob(const std::string& name, const std::string& digest_hex, const std::string& unit);
  void SetData(const DataReport& data, const std::vector<std::string>& columns);
  void AddRound(const RoundEntry& entry);  // replaces an entry of the same round
  void SetBaseline(const BaselineEntry& entry);
  void AddSent(const SentEntry& entry);

  std::vector<RoundEntry> rounds() const;
  bool has_baseline() const;
  BaselineEntry baseline() const;  // empty when there is none
  std::vector<SentEntry> sent() const;
  DataReport data() const;
  std::vector<std::string> columns() const;
  std::string Json() const;

  // Atomic; makes the folder (mode 0700), the file has mode 0600.
  Result<> Save() const;

  SiteReport(SiteReport&&) noexcept;
  SiteReport& operator=(SiteReport&&) noexcept;
  ~SiteReport();

 private:
  struct State;
  explicit SiteReport(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hansa::client
