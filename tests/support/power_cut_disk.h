#pragma once
// A disk in memory that SQLite writes to through a file system of its own (power_cut_vfs.h): what
// is written is kept apart until it is synced, and a power cut keeps only some of that. Names of
// files behave alike: a new one lasts once its folder is synced. Seeded; not thread-safe.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/base/bytes.h"

namespace hansa::test {

class PowerCutDisk {
 public:
  explicit PowerCutDisk(uint64_t seed) : random_(seed) {}

  // The power fails at the `operation`-th write, sync, truncation, creation or removal from now: it
  // is done in part or not at all, and every later one fails until the power is back.
  void CutPowerAt(uint64_t operation) { cut_at_ = operations_ + operation; }
  bool cut() const { return cut_; }
  // As after a start: all that was synced is there; of the writes that were not, a random subset,
  // the last one perhaps in part. No file may be open.
  void PowerBack();

  // A write that would make the disk hold more fails, after a part of it.
  void SetCapacity(uint64_t bytes) { capacity_ = bytes; }
  void SetUnlimited() { capacity_.reset(); }
  uint64_t used() const;
  bool was_full() const { return was_full_; }

  // A disk that says that it has synced and has not: what synchronous=OFF comes to.
  void IgnoreSyncs() { ignores_syncs_ = true; }
  uint64_t operations() const { return operations_; }

  // Puts a file there, durably; what a file holds now, as a reader sees it.
  void Place(const std::string& name, const Bytes& contents);
  Bytes Read(const std::string& name) const;

  // For the file system.
  struct File {
    struct Change {
      uint64_t offset = 0;
      Bytes bytes;            // of a write
      bool truncate = false;  // to `offset`
    };
    Bytes now, durable;
    std::vector<Change> unsynced;
  };
  enum class Outcome { kDone, kFull, kNoPower };
  std::shared_ptr<File> Find(const std::string& name) const;
  std::shared_ptr<File> Create(const std::string& name);  // null: no power
  Outcome Remove(const std::string& name, bool sync_folder);
  Outcome Write(File& file, uint64_t offset, ByteSpan bytes);
  Outcome Truncate(File& file, uint64_t size);
  // With the folder: names made and removed last, too.
  Outcome Sync(File& file, bool folder);

 private:
  bool PowerFails();  // counts an operation
  uint64_t Below(uint64_t bound) {
    return std::uniform_int_distribution<uint64_t>(0, bound - 1)(random_);
  }
  void Settle(File& file);

  std::mt19937_64 random_;
  std::map<std::string, std::shared_ptr<File>> names_, durable_names_;
  std::optional<uint64_t> cut_at_, capacity_;
  uint64_t operations_ = 0;
  bool cut_ = false, was_full_ = false, ignores_syncs_ = false;
};

}  // namespace hansa::test
