#pragma once
// What a run's page and table show, gathered from its events (so that it can be made again from
// events.jsonl).

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace hansa::coordinator {

struct RunReport {
  static constexpr size_t kNotes = 1000;  // the newest are kept

  struct Row {
    uint64_t round = 0;
    uint64_t version = 0;
    uint64_t clients = 0, dropped = 0;
    std::map<std::string, double> metrics;
    std::map<std::string, double> seconds;
    uint64_t bytes_up = 0, bytes_down = 0;
  };
  struct Note {  // a drop, a refusal, a failed round
    std::string time, where, who, why;
  };

  std::string job_id, name;
  uint64_t rounds = 0, quorum = 0;
  bool secure = false;
  std::string started;
  std::string unit;
  std::vector<Row> rows;
  std::vector<Note> notes;
  std::string state = "running", reason;
  std::string model_path, model_sha256;

  void Add(const nlohmann::ordered_json& event);
};

// The lines of metrics.csv for one row, without the header.
inline constexpr const char* kMetricsHeader = "round,metric,value,clients,seconds,bytes\n";
std::string MetricsLines(const RunReport::Row& row);

}  // namespace hansa::coordinator
