#pragma once
// What a run leaves at the coordinator: runs/<job-id>/{job.toml, events.jsonl, metrics.csv,
// report.html}, and of statistics {statistics.json, statistics.csv}. Events are staged, so that the
// store can keep them in the commit of their turn, and then written; after a crash the store's
// lines fill what the file lacks. The page is written anew after each round, but not twice in a
// second, and at the end. Not thread-safe.

#include <deque>
#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/base/unique_fd.h"
#include "coordinator/core/events.h"
#include "coordinator/report/run_report.h"

namespace hansa::coordinator {

class RunFolder {
 public:
  struct Line {
    uint64_t index = 0;
    std::string json;
  };

  // Makes runs/<job-id>, or goes on with what an earlier process wrote there (a last line cut by a
  // crash is removed).
  static Result<std::unique_ptr<RunFolder>> Open(const std::filesystem::path& runs,
                                                 const std::string& job_id,
                                                 const std::string& job_toml);

  // The event's line, with the next number.
  Line Stage(const Event& event, UnixMillis time);
  // Appends what was staged. The end of the job is synced to disk, with all before it. What the
  // disk did not take keeps its number, and is tried again with the next.
  Result<> WriteStaged();
  // Both at once.
  Result<> Append(const Event& event, UnixMillis time) {
    Stage(event, time);
    return WriteStaged();
  }
  // A line that the store kept: appended when the file lacks it.
  Result<> Fill(const Line& line);
  uint64_t event_count() const { return offsets_.size(); }
  // Events from `index` on: at most `most` of them.
  Result<std::vector<Line>> Read(uint64_t index, size_t most) const;

 private:
  explicit RunFolder(std::filesystem::path dir) : dir_(std::move(dir)) {}
  Result<> Recover();
  Result<> WriteLine(const std::string& line);               // in events.jsonl
  Result<> WritePages(const nlohmann::ordered_json& event);  // what is made of the events
  Result<> WriteMetrics();
  Result<> WriteStatistics(const nlohmann::ordered_json& event);  // gathered
  Result<> WriteReport();

  std::filesystem::path dir_;
  UniqueFd events_, metrics_;
  std::vector<uint64_t> offsets_;  // where each line of events.jsonl starts
  uint64_t end_ = 0;               // of events.jsonl
  std::deque<std::string> staged_;
  RunReport report_;
  bool report_old_ = false;  // a round ended since
  Instant report_due_{};     // not written again before
};

}  // namespace hansa::coordinator
