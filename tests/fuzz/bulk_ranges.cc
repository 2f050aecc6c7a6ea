// A bulk transfer whose other side says anything: the input is what comes, five bytes a step. What
// is under way stays bounded, no byte that came is lost, and a sender sends what was asked for
// only.

#include "common/base/check.h"
#include "common/bulk/range_receiver.h"
#include "common/bulk/range_sender.h"

namespace hansa {
namespace {

constexpr uint64_t kSize = 4000;
constexpr bulk::ReceiverBounds kReceiver{.least_piece = 16,
                                         .largest_piece = 128,
                                         .first_window = 32,
                                         .largest_window = 512,
                                         .ahead = milliseconds(50),
                                         .patience = milliseconds(900)};
constexpr bulk::SenderBounds kSender{.chunk = 64, .in_socket = 2, .ranges = 4, .bytes = 1024};

// The two sides share no bytes here: each is driven by the input alone.
struct Sides {
  bulk::RangeReceiver receiver{kSize, 100, kReceiver};
  bulk::RangeSender sender{kSender};
  BlobHandle blob = MakeBlob(Bytes(kSize));
  Instant now{};

  void Step(uint8_t what, bulk::Range range) {
    const uint64_t had = receiver.have(), peer = range.bytes % 3;
    switch (what % 8) {
      case 0: {
        const auto taken = receiver.OnChunk(range, now);
        const bool grew = taken.verdict == bulk::RangeReceiver::Verdict::kTaken;
        HANSA_CHECK(receiver.have() == (grew ? range.end() : had));
        HANSA_CHECK(!grew || (receiver.have() > had && range.offset + taken.skip == had));
        break;
      }
      case 1:
        for (const bulk::Range& piece : receiver.Ask(now))
          HANSA_CHECK(piece.bytes > 0 && piece.end() <= kSize && piece.offset >= had);
        break;
      case 2:
        receiver.LinkLost();
        break;
      case 3:
        receiver.LinkBack();
        break;
      case 4:
        now += milliseconds(range.offset);
        break;
      case 5:
        sender.Ask(peer, {.sha256 = {static_cast<uint8_t>(range.offset % 2)}, .blob = blob}, range);
        break;
      case 6:
        if (const auto chunk = sender.Next())
          HANSA_CHECK(chunk->range.bytes > 0 && chunk->range.bytes <= kSender.chunk &&
                      chunk->range.end() <= kSize);
        break;
      default:
        if (range.offset % 4 == 0) sender.Forget(peer);
        sender.Departed(peer);
    }
    HANSA_CHECK(receiver.have() <= kSize);
    HANSA_CHECK(receiver.under_way() <= kReceiver.largest_window + kReceiver.largest_piece);
  }
};

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  Sides sides;
  size_t steps = 0;
  for (; size >= 5 && steps < 2000; data += 5, size -= 5, ++steps)
    sides.Step(data[0], {static_cast<uint64_t>(data[1] | data[2] << 8),
                         static_cast<uint64_t>(data[3] | data[4] << 8)});
  for (const uint64_t peer : {0, 1, 2}) sides.sender.Forget(peer);
  HANSA_CHECK(sides.sender.idle());
  return steps > 0 ? 0 : -1;
}
