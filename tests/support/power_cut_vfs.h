#pragma once
// The file system through which SQLite uses a PowerCutDisk. For one connection at a time: locks are
// not kept, shared memory is the process's own and is gone with the power.

#include <memory>
#include <string>

#include "tests/support/power_cut_disk.h"

namespace hansa::test {

class PowerCutVfs {
 public:
  // Registers itself with SQLite under a name of its own. `disk` outlives it.
  explicit PowerCutVfs(PowerCutDisk& disk);
  ~PowerCutVfs();  // every connection is closed by then
  PowerCutVfs(const PowerCutVfs&) = delete;
  PowerCutVfs& operator=(const PowerCutVfs&) = delete;

  const char* name() const;  // for sqlite::Database::Open

 private:
  struct Registered;
  std::unique_ptr<Registered> registered_;
};

}  // namespace hansa::test
