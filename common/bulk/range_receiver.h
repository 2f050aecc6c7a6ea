#pragma once
// The receiving side of a bulk transfer: what to ask for, and which chunks are what was asked for.
// The receiver drives: nothing comes that it did not ask for, so what is under way is bounded here,
// and a transfer goes on from the bytes that are there after any interruption. It knows nothing of
// the bytes. Pure; time comes in; not thread-safe.
//
// How much is under way follows the link, as delay-based congestion control does (TCP Vegas,
// Brakmo and Peterson 1995): more while what is asked for arrives soon, less when it takes longer
// than `ahead`. So a slow link is kept busy, and nothing else on it waits much longer than `ahead`.

#include <deque>
#include <optional>
#include <vector>

#include "common/base/limits.h"
#include "common/base/time.h"
#include "common/bulk/range.h"

namespace hansa::bulk {

// The defaults are for the field; tests and simulations, whose blobs are small, choose smaller
// ones.
struct ReceiverBounds {
  uint64_t least_piece = limits::kLeastChunkBytes;
  uint64_t largest_piece = 2 * limits::kChunkBytes;  // the sender cuts it: half the requests
  uint64_t first_window = 2 * limits::kLeastChunkBytes;  // and the least
  uint64_t largest_window = limits::kBulkBytesUnderWay;
  Duration ahead = seconds(1);      // how long a piece may be under way
  Duration patience = seconds(30);  // without a byte; then what is missing is asked for again
};

class RangeReceiver {
 public:
  // `have`: bytes that are there already, from the first on.
  RangeReceiver(uint64_t size, uint64_t have, ReceiverBounds bounds = {});

  enum class Verdict {
    kTaken,
    kRepeated,  // all of it was there: an answer to something asked for twice
    kGap,       // what comes before it has not come; it will be asked for again
    kNotAsked,  // nobody asked for it
  };
  struct Taken {
    Verdict verdict = Verdict::kNotAsked;
    uint64_t skip = 0;  // with kTaken: so many bytes at its start were there before
  };
  Taken OnChunk(const Range& chunk, Instant now);

  // What to ask for now, in order; empty while enough is under way. To be called at the start,
  // after each chunk, after LinkBack, and at NextWake.
  std::vector<Range> Ask(Instant now);
  // The connection is gone, and with it what was under way. Nothing is asked for until LinkBack.
  void LinkLost();
  void LinkBack() { link_ = true; }
  // All that was received is of no use (another digest than announced): from the first byte.
  void StartOver();

  // When patience ends; empty while nothing is awaited.
  std::optional<Instant> NextWake() const;

  uint64_t size() const { return size_; }
  uint64_t have() const { return have_; }
  bool complete() const { return have_ == size_; }
  uint64_t under_way() const { return asked_ - have_; }
  uint64_t window() const { return window_; }

 private:
  struct Asked {
    uint64_t end = 0;
    uint64_t bytes = 0;
    Instant at{};
  };

  void Arrived(Instant now);
  void Adapt(Duration took, uint64_t bytes);
  uint64_t Piece() const;
  uint64_t ToEdge() const;  // no piece goes over a multiple of the largest: all receivers ask alike

  const uint64_t size_;
  const ReceiverBounds bounds_;
  uint64_t have_;
  uint64_t asked_;          // up to here, on this connection and since patience last ended
  uint64_t ever_asked_;     // up to here, on this connection
  uint64_t shrunk_at_ = 0;  // what was asked for before says nothing of the smaller window
  uint64_t window_;
  bool link_ = true;
  std::deque<Asked> under_way_;
  Instant last_byte_{};  // or when asking began
};

}  // namespace hansa::bulk
