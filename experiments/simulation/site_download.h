#pragma once
// How a simulated site fetches models: as client/app/model_download.h, with its files in memory.
// What has arrived outlives the process, as files do.

#include <map>
#include <optional>
#include <vector>

#include "client/core/effects.h"
#include "common/bulk/range_receiver.h"
#include "experiments/simulation/reading_room.h"

namespace hansa::simulation {

class SiteDownload {
 public:
  // `piece`: of a range, in bytes; 0: models come whole. The room outlives it.
  SiteDownload(ReadingRoom& room, uint64_t piece) : room_(room), piece_(piece) {}

  void Begin(const client::FetchModel& work);
  void Stop() { fetch_.reset(); }
  void LinkLost();
  // A result, when it is the last piece.
  std::optional<client::Input> Take(const v1::Blob& blob, const Bytes& payload, Instant now);
  // At a start, after each piece, and at NextWake.
  std::vector<v1::ToCoordinator> Ask(Instant now);
  std::optional<Instant> NextWake() const;

 private:
  struct Fetch {
    client::FetchModel work;
    bulk::RangeReceiver receiver;
    bool whole_asked = false;
  };
  std::optional<client::Input> Finish();

  ReadingRoom& room_;
  const uint64_t piece_;
  std::map<crypto::Digest, Bytes> parts_;  // on the disk
  std::optional<Fetch> fetch_;
};

}  // namespace hansa::simulation
