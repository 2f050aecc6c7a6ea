#include "tests/support/power_cut_disk.h"

#include <algorithm>
#include <set>

namespace hansa::test {
namespace {

void Apply(Bytes& contents, const PowerCutDisk::File::Change& change) {
  if (change.truncate) {
    contents.resize(change.offset);
    return;
  }
  if (change.bytes.empty()) return;
  contents.resize(std::max<size_t>(contents.size(), change.offset + change.bytes.size()));
  std::copy(change.bytes.begin(), change.bytes.end(),
            contents.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

}  // namespace

bool PowerCutDisk::PowerFails() {
  ++operations_;
  if (cut_at_ && operations_ >= *cut_at_) cut_ = true;
  return cut_;
}

uint64_t PowerCutDisk::used() const {
  uint64_t bytes = 0;
  for (const auto& entry : names_) bytes += entry.second->now.size();
  return bytes;
}

std::shared_ptr<PowerCutDisk::File> PowerCutDisk::Find(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : found->second;
}

std::shared_ptr<PowerCutDisk::File> PowerCutDisk::Create(const std::string& name) {
  if (PowerFails()) return nullptr;
  return names_[name] = std::make_shared<File>();
}

PowerCutDisk::Outcome PowerCutDisk::Remove(const std::string& name, bool sync_folder) {
  if (PowerFails()) return Outcome::kNoPower;
  names_.erase(name);
  if (sync_folder && !ignores_syncs_) durable_names_ = names_;
  return Outcome::kDone;
}

PowerCutDisk::Outcome PowerCutDisk::Write(File& file, uint64_t offset, ByteSpan bytes) {
  if (cut_) return Outcome::kNoPower;
  File::Change change{.offset = offset, .bytes = Bytes(bytes.begin(), bytes.end())};
  Outcome outcome = Outcome::kDone;
  if (PowerFails()) {
    change.bytes.resize(Below(bytes.size() + 1));
    outcome = Outcome::kNoPower;
  } else if (capacity_) {
    const uint64_t others = used() - file.now.size();
    const uint64_t room = *capacity_ > others ? *capacity_ - others : 0;
    if (offset + bytes.size() > std::max<uint64_t>(room, file.now.size())) {
      change.bytes.resize(room > offset ? std::min<uint64_t>(room - offset, bytes.size()) : 0);
      was_full_ = true;
      outcome = Outcome::kFull;
    }
  }
  Apply(file.now, change);
  file.unsynced.push_back(std::move(change));
  return outcome;
}

PowerCutDisk::Outcome PowerCutDisk::Truncate(File& file, uint64_t size) {
  if (PowerFails()) return Outcome::kNoPower;
  const File::Change change{.offset = size, .truncate = true};
  Apply(file.now, change);
  file.unsynced.push_back(change);
  return Outcome::kDone;
}

PowerCutDisk::Outcome PowerCutDisk::Sync(File& file, bool folder) {
  if (PowerFails()) return Outcome::kNoPower;
  if (ignores_syncs_) return Outcome::kDone;
  file.durable = file.now;
  file.unsynced.clear();
  if (folder) durable_names_ = names_;
  return Outcome::kDone;
}

void PowerCutDisk::Settle(File& file) {
  for (size_t i = 0; i < file.unsynced.size(); ++i) {
    File::Change& change = file.unsynced[i];
    if (Below(2) == 0) continue;  // the disk had not got to it
    if (!change.truncate && i + 1 == file.unsynced.size())
      change.bytes.resize(Below(change.bytes.size() + 1));
    Apply(file.durable, change);
  }
  file.unsynced.clear();
  file.now = file.durable;
}

void PowerCutDisk::PowerBack() {
  std::set<std::string> all;
  for (const auto* names : {&names_, &durable_names_})
    for (const auto& entry : *names) all.insert(entry.first);
  std::map<std::string, std::shared_ptr<File>> left;
  for (const std::string& name : all) {
    const auto now = names_.find(name), durable = durable_names_.find(name);
    const bool as_now = Below(2) == 0;
    const auto& names = as_now ? names_ : durable_names_;
    if (const auto found = names.find(name); found != names.end()) left[name] = found->second;
    if (now != names_.end() && durable != durable_names_.end() && now->second == durable->second)
      left[name] = now->second;
  }
  for (const auto& entry : left) Settle(*entry.second);
  names_ = durable_names_ = std::move(left);
  cut_ = false;
  cut_at_.reset();
}

void PowerCutDisk::Place(const std::string& name, const Bytes& contents) {
  auto file = std::make_shared<File>();
  file->now = file->durable = contents;
  names_[name] = durable_names_[name] = file;
}

Bytes PowerCutDisk::Read(const std::string& name) const {
  const auto file = Find(name);
  return file == nullptr ? Bytes() : file->now;
}

}  // namespace hansa::test
