#include "coordinator/app/job_book.h"

#include <algorithm>

#include "common/base/random_source.h"
#include "common/base/text.h"
#include "common/job/job_spec.h"

namespace hansa::coordinator {
namespace {

JobBook::Entry MakeEntry(const v1::JobRecord& record) {
  JobBook::Entry entry{.record = record};
  const crypto::Digest digest = crypto::Sha256(AsSpan(record.job_toml()));
  entry.digest.assign(digest.begin(), digest.end());
  if (auto spec = ParseJob(record.job_toml(), record.job_id()); spec.ok()) {
    entry.name = spec->name;
    entry.rounds = spec->rounds;
    entry.priority = spec->priority;
  }
  return entry;
}

}  // namespace

JobBook::JobBook(std::filesystem::path runs, const std::vector<v1::JobRecord>& records)
    : runs_(std::move(runs)) {
  for (const v1::JobRecord& record : records) entries_[record.job_id()] = MakeEntry(record);
}

Result<> JobBook::Add(const v1::JobRecord& record) {
  Entry entry = MakeEntry(record);
  entry.run = HANSA_TRY(RunFolder::Open(runs_, record.job_id(), record.job_toml()));
  entries_[record.job_id()] = std::move(entry);
  return Success();
}

void JobBook::Update(const v1::JobRecord& record) {
  if (Entry* entry = Find(record.job_id())) entry->record = record;
}

const JobBook::Entry* JobBook::Find(const std::string& job_id) const {
  const auto found = entries_.find(job_id);
  return found == entries_.end() ? nullptr : &found->second;
}

JobBook::Entry* JobBook::Find(const std::string& job_id) {
  const auto found = entries_.find(job_id);
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<const JobBook::Entry*> JobBook::All() const {
  std::vector<const Entry*> all;
  for (const auto& entry : entries_) all.push_back(&entry.second);
  std::stable_sort(all.begin(), all.end(), [](const Entry* a, const Entry* b) {
    return a->record.submitted_unix_ms() < b->record.submitted_unix_ms();
  });
  return all;
}

Result<RunFolder*> JobBook::Run(const std::string& job_id) {
  Entry* entry = Find(job_id);
  if (entry == nullptr) return BadInput(StrCat("no job ", job_id));
  if (!entry->run) entry->run = HANSA_TRY(RunFolder::Open(runs_, job_id, entry->record.job_toml()));
  return entry->run.get();
}

void JobBook::CloseRun(const std::string& job_id) {
  if (Entry* entry = Find(job_id)) entry->run.reset();
}

std::string MakeJobId(const std::string& name, UnixMillis now, RandomSource& random) {
  std::string stamp;
  for (char c : FormatUtc(now)) {  // 2026-03-01T12:00:00Z
    if (c == 'T') stamp += '-';
    if (c >= '0' && c <= '9') stamp += c;
  }
  Bytes tail(2);
  random.Fill(tail);
  return StrCat(name, "-", stamp, "-", Hex(tail));
}

}  // namespace hansa::coordinator
