#include "client/app/report_book.h"

#include <algorithm>

#include "client/app/own_metrics.h"

namespace hansa::client {
namespace {

constexpr size_t kReportsOpen = 16;

// A baseline may have been written while the report was open here.
Result<> SaveWithBaseline(SiteReport& report, const std::filesystem::path& path) {
  if (!report.contents().baseline.has_value()) {
    const Result<SiteReport> stored = SiteReport::Load(path);
    if (stored.ok() && stored->contents().job_sha256 == report.contents().job_sha256 &&
        stored->contents().baseline.has_value())
      report.SetBaseline(*stored->contents().baseline);
  }
  return report.Save();
}

}  // namespace

Result<> ReportBook::NoteData(const JobHandle& job, const DataReport& data,
                              const std::vector<std::string>& columns) {
  const std::string digest = Hex(job->digest);
  auto found = entries_.find(digest);
  if (found == entries_.end()) {
    SiteReport report = HANSA_TRY(SiteReport::Load(SiteReport::PathFor(state_, job->name)));
    report.SetJob(job->name, digest, job->target.unit);
    if (entries_.size() == kReportsOpen) entries_.erase(entries_.begin());
    found = entries_.emplace(digest, Entry{job, std::move(report), false}).first;
  }
  found->second.job = job;  // it may have learnt its normalisation since
  found->second.report.SetData(data, columns);
  found->second.changed = true;
  return Success();
}

ReportBook::Entry* ReportBook::Find(const TaskName& task) {
  const auto found = entries_.find(task.job_digest);
  return found == entries_.end() ? nullptr : &found->second;
}

RoundEntry ReportBook::RoundOf(const Entry& entry, const TaskName& task) const {
  const auto& rounds = entry.report.contents().rounds;
  const auto found = std::find_if(rounds.begin(), rounds.end(),
                                  [&](const RoundEntry& r) { return r.round == task.round; });
  if (found != rounds.end()) return *found;
  RoundEntry round;
  round.round = task.round;
  return round;
}

void ReportBook::NoteSent(const TaskName& task, const SentEntry& sent) {
  Entry* entry = Find(task);
  if (entry == nullptr) return;
  entry->report.AddSent(sent);
  RoundEntry round = RoundOf(*entry, task);
  round.bytes_up += sent.bytes;
  entry->report.AddRound(round);
  entry->changed = true;
}

void ReportBook::Note(const Event& event, UnixMillis now) {
  if (const auto* trained = std::get_if<TaskTrained>(&event)) {
    Entry* entry = Find(trained->task);
    if (entry == nullptr) return;
    RoundEntry round = RoundOf(*entry, trained->task);
    round.seconds = trained->seconds;
    entry->report.AddRound(round);
    entry->changed = true;
  } else if (const auto* evaluated = std::get_if<TaskEvaluated>(&event)) {
    Entry* entry = Find(evaluated->task);
    if (entry == nullptr) return;
    RoundEntry round = RoundOf(*entry, evaluated->task);
    round.version = evaluated->task.model_version;
    round.metrics = OwnMetrics(evaluated->sums, *entry->job);
    entry->report.AddRound(round);
    entry->changed = true;
  } else if (const auto* left = std::get_if<AnswerLeft>(&event)) {
    NoteSent(left->task, {.unix_ms = now,
                          .session = left->session,
                          .answer = TraitsOf(left->task.kind).answer,
                          .round = left->task.round,
                          .bytes = left->bytes});
  } else if (const auto* refused = std::get_if<TaskRefused>(&event)) {
    if (Entry* entry = Find(refused->task)) {
      entry->report.AddSent({.unix_ms = now,
                             .session = "",
                             .answer = "refusal: " + refused->reason.code,
                             .round = refused->task.round,
                             .bytes = 0});
      entry->changed = true;
    }
  }
}

Result<> ReportBook::Save() {
  Result<> outcome = Success();
  for (auto& entry : entries_) {
    if (!entry.second.changed) continue;
    entry.second.changed = false;
    const auto path = SiteReport::PathFor(state_, entry.second.job->name);
    Result<> saved = SaveWithBaseline(entry.second.report, path);
    if (!saved.ok() && outcome.ok()) outcome = std::move(saved);
  }
  return outcome;
}

}  // namespace hansa::client
