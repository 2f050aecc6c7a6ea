#pragma once
// What a run's page and table show, gathered from its events (so that it can be made again from
// events.jsonl). Metrics and phases are whatever the events name; an event of a kind that is not
// known here is listed with its fields. Not thread-safe.

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "coordinator/report/gathered_columns.h"
#include "coordinator/report/site_book.h"

namespace hansa::coordinator {

struct RunReport {
  // Bounds on what a long run keeps in memory and on its page.
  static constexpr size_t kHappenings = 1000;  // the newest are kept
  static constexpr size_t kDropGroups = 200;   // further reasons are counted as "other reasons"

  struct Row {
    uint64_t round = 0;
    uint64_t version = 0;
    uint64_t clients = 0, dropped = 0;
    std::map<std::string, double> metrics;
    std::map<std::string, double> seconds;
    uint64_t bytes_up = 0, bytes_down = 0;
  };
  struct Version {
    uint64_t number = 0, round = 0;
    std::string time, sha256;
    bool is_void = false;
    double threshold = 0;  // for anomalies; 0: none
  };
  struct Happening {  // a drop, a refusal, a failed round, a restart, ...
    std::string time, what;
    std::string site;  // its real name; empty when it is about no site
    std::string why;
  };
  struct DropGroup {
    std::string step, reason;
    uint64_t count = 0, first_round = 0, last_round = 0;
  };

  std::string job_id, name, job_toml;
  std::string task;  // "train", "evaluate", "statistics"; empty: of an early version
  uint64_t rounds = 0, quorum = 0;
  bool secure = false;
  std::string started, newest;  // time of the first event, and of the last
  std::string unit;
  std::vector<Row> rows;
  GatheredColumns statistics;  // of a statistics job, or of one that normalises
  std::vector<Version> versions;
  std::vector<Happening> happenings;
  uint64_t happenings_left_out = 0;
  std::vector<DropGroup> drops;
  uint64_t failed_attempts = 0, restarts = 0;
  SiteBook sites;
  std::string state = "running", reason;
  double seconds = 0;  // of the whole job, once it is over
  std::string model_name, model_sha256;
  uint64_t model_version = 0;

  void Add(const nlohmann::ordered_json& event);
  uint64_t drop_count() const;
};

// The lines of metrics.csv for one row, without the header.
inline constexpr const char* kMetricsHeader = "round,metric,value,clients,seconds,bytes\n";
std::string MetricsLines(const RunReport::Row& row);

}  // namespace hansa::coordinator
