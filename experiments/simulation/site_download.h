#pragma once
// How a simulated site fetches models, scripts and large messages: as client/app/model_download.h,
// with its files in memory. What has arrived outlives the process, as files do.

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

  struct Wanted {
    client::WorkNumber work = 0;
    crypto::Digest sha256{};
    uint64_t bytes = 0;
    enum class Kind { kModel, kScript, kMessage } kind = Kind::kModel;
    std::string session = {};  // of a message
  };
  void Begin(const Wanted& wanted);
  void Stop() { fetch_.reset(); }
  void LinkLost();
  // A result, when it is the last piece.
  std::optional<client::Input> Take(const v1::Blob& blob, const Bytes& payload, Instant now);
  // At a start, after each piece, and at NextWake.
  std::vector<v1::ToCoordinator> Ask(Instant now);
  std::optional<Instant> NextWake() const;

 private:
  struct Fetch {
    Wanted wanted;
    bulk::RangeReceiver receiver;
    bool whole_asked = false;
  };
  uint64_t PieceOf(const Wanted& wanted) const;
  std::optional<client::Input> Finish();

  ReadingRoom& room_;
  const uint64_t piece_;
  std::map<crypto::Digest, Bytes> parts_;  // on the disk
  std::optional<Fetch> fetch_;
};

}  // namespace hansa::simulation
