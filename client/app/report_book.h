#pragma once
// The reports of the jobs that this site takes part in, filled from what happens. Written when a
// job ends and some moments after a task, not at each event: a report is for people.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "client/app/held_data.h"
#include "client/core/effects.h"
#include "client/report/site_report.h"

namespace hansa::client {

class ReportBook {
 public:
  explicit ReportBook(std::filesystem::path state) : state_(std::move(state)) {}

  // A job's data set is there: opens its report. A fault is the report's, not the job's.
  Result<> NoteData(const JobHandle& job, const DataReport& data,
                    const std::vector<std::string>& columns);
  void Note(const Event& event, UnixMillis now);
  // Writes what has changed; the first fault, if any.
  Result<> Save();

 private:
  struct Entry {
    JobHandle job;
    SiteReport report;
    bool changed = false;
  };
  Entry* Find(const TaskName& task);
  RoundEntry RoundOf(const Entry& entry, const TaskName& task) const;
  void NoteSent(const TaskName& task, const SentEntry& sent);

  std::filesystem::path state_;
  std::map<std::string, Entry> entries_;  // by job digest, hex
};

}  // namespace hansa::client
