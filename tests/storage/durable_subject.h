#pragma once
// Something that keeps its word on a disk, beside an oracle that keeps it in memory: what the tests
// of power cuts and full disks are about.

#include <cstdint>
#include <memory>
#include <string>

#include "common/base/result.h"

namespace hansa::testing {

class DurableSubject {
 public:
  virtual ~DurableSubject() = default;
  virtual Result<> Open(const char* vfs) = 0;
  virtual void Close() = 0;
  // Draws the next write and does it on the disk; its result is the promise that is tested.
  virtual Result<> Write() = 0;
  // Does the write drawn last on the disk once more.
  virtual Result<> WriteAgain() = 0;
  // Does the write drawn last in the oracle.
  virtual void Believe() = 0;
  virtual Result<std::string> Holds() = 0;  // on the disk
  virtual std::string Believed() = 0;       // in the oracle
};

std::unique_ptr<DurableSubject> MakeStoreSubject(uint64_t seed);
std::unique_ptr<DurableSubject> MakeJournalSubject(uint64_t seed);

}  // namespace hansa::testing
