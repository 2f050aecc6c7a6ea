#pragma once
// How the simulated coordinator fetches vectors: as coordinator/app/uploads.h, with its spool in
// memory. What has arrived outlives the process, as files do; its end may be torn.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "common/bulk/range_receiver.h"
#include "coordinator/core/effects.h"
#include "coordinator/core/phase.h"
#include "coordinator/core/spool_room.h"
#include "experiments/simulation/world.h"

namespace hansa::simulation {

class UploadDesk {
 public:
  explicit UploadDesk(World& world);

  // A new process: what lies there is kept for the sessions that go on.
  void Start(const std::set<std::string>& sessions);

  void Take(const coordinator::UploadOrder& order);
  // The name of the site's fault, or empty.
  std::string OnChunk(uint32_t site, const v1::UploadChunk& chunk, const Bytes& bytes);
  void OnGone(uint32_t site, const v1::UploadGone& gone);
  // Puts requests into `out`. `connections`: by site; 0: none. What came of uploads.
  std::vector<coordinator::UploadDone> Pump(const std::vector<uint64_t>& connections,
                                            coordinator::Effects& out);
  std::optional<Instant> NextWake() const;
  // The process ends.
  void Crash();

 private:
  using Name = std::pair<uint32_t, crypto::Digest>;
  struct Upload {
    coordinator::ExpectUpload order;
    bulk::RangeReceiver receiver;
    uint64_t connection = 0;
    bool from_before = false;
  };

  void Begin(const coordinator::ExpectUpload& order);
  void Finish(const Name& name, std::variant<BlobHandle, std::string> result);
  void Complete(const Name& name);
  void TellSpool() const;

  World& world_;
  std::optional<coordinator::SpoolRoom> room_;           // of this process
  std::map<std::pair<std::string, Name>, Bytes> files_;  // by session
  std::map<Name, Upload> uploads_;
  std::vector<coordinator::UploadDone> done_;
  bool fresh_ = false;  // something was expected since the last Pump
};

}  // namespace hansa::simulation
