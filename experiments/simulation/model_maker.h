#pragma once
// What the coordinator's publisher does, with files in memory that outlive a crash.

#include <map>

#include "common/base/result.h"
#include "coordinator/core/work.h"
#include "experiments/simulation/fleet_keys.h"

namespace hansa::simulation {

class ModelMaker {
 public:
  explicit ModelMaker(std::shared_ptr<const FleetKeys> keys) : keys_(std::move(keys)) {}

  // As coordinator/app/publisher.h: kWorkFailed when no finite model comes of the sum; kRefused
  // when the version is there with other bytes.
  Result<coordinator::Published> Publish(const coordinator::PublishWork& work);

  coordinator::ModelHandle Find(uint64_t version) const;  // null: none
  uint64_t next_version() const { return files_.empty() ? 0 : files_.rbegin()->first + 1; }

 private:
  std::shared_ptr<const FleetKeys> keys_;
  std::map<uint64_t, coordinator::ModelHandle> files_;
};

}  // namespace hansa::simulation
