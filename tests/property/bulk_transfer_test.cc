#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <deque>

#include "common/bulk/range_receiver.h"
#include "common/bulk/range_sender.h"

namespace hansa::bulk {
namespace {

using Verdict = RangeReceiver::Verdict;

constexpr ReceiverBounds kReceiver{.least_piece = 3,
                                   .largest_piece = 30,
                                   .first_window = 7,
                                   .largest_window = 100,
                                   .ahead = seconds(1),
                                   .patience = seconds(30)};
constexpr SenderBounds kSender{.chunk = 11, .in_socket = 2, .ranges = 50, .bytes = 400};

Bytes Content(size_t size) {
  Bytes bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i * 31 + i / 256);
  return bytes;
}

// One receiver and one connection of a shared sender; requests and chunks take their time.
class Transfer {
 public:
  Transfer(RangeSender& sender, uint64_t peer, Bytes content)
      : sender_(sender),
        peer_(peer),
        content_(std::move(content)),
        source_{.sha256 = {}, .blob = MakeBlob(content_)},
        receiver_(content_.size(), 0, kReceiver) {}

  void Ask(Instant now) {
    for (const Range& range : receiver_.Ask(now)) requests_.push_back(range);
    RC_ASSERT(receiver_.under_way() <= kReceiver.largest_window + kReceiver.largest_piece);
  }
  void DeliverRequest() {
    if (requests_.empty()) return;
    RC_ASSERT(sender_.Ask(peer_, source_, requests_.front()) == "");
    requests_.pop_front();
  }
  void Put(const RangeSender::Chunk& chunk) { chunks_.push_back(chunk.range); }
  void DeliverChunk(Instant now, bool twice) {
    if (chunks_.empty()) return;
    const Range range = chunks_.front();
    chunks_.pop_front();
    sender_.Departed(peer_);
    RC_ASSERT(Take(range, now) != Verdict::kNotAsked);
    if (twice) RC_ASSERT(Take(range, now) == Verdict::kRepeated);
  }
  // Everything under way is lost, in both directions.
  void Cut() {
    requests_.clear();
    chunks_.clear();
    sender_.Forget(peer_);
    receiver_.LinkLost();
    receiver_.LinkBack();
  }
  bool complete() const { return receiver_.complete(); }
  bool same() const { return got_ == content_; }

 private:
  Verdict Take(const Range& range, Instant now) {
    const auto taken = receiver_.OnChunk(range, now);
    if (taken.verdict == Verdict::kTaken)
      got_.insert(got_.end(), content_.begin() + static_cast<ptrdiff_t>(range.offset + taken.skip),
                  content_.begin() + static_cast<ptrdiff_t>(range.end()));
    return taken.verdict;
  }

  RangeSender& sender_;
  const uint64_t peer_;
  const Bytes content_;
  const RangeSender::Source source_;
  RangeReceiver receiver_;
  std::deque<Range> requests_, chunks_;
  Bytes got_;
};

TEST(BulkProperty, EveryByteArrivesOnceAndInOrder) {
  rc::check([] {
    RangeSender sender(kSender);
    std::deque<Transfer> transfers;
    const auto peers = *rc::gen::inRange<size_t>(1, 4);
    for (size_t peer = 0; peer < peers; ++peer)
      transfers.emplace_back(sender, peer, Content(*rc::gen::inRange<size_t>(0, 600)));
    Instant now{};
    const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 20), rc::gen::inRange(0, 1500)));
    const auto pump = [&](Transfer& transfer, bool twice) {
      transfer.Ask(now);
      transfer.DeliverRequest();
      while (const auto chunk = sender.Next()) transfers[chunk->peer].Put(*chunk);
      transfer.DeliverChunk(now, twice);
    };
    for (const auto& step : steps) {
      now += milliseconds(step.second);
      Transfer& transfer = transfers[static_cast<size_t>(step.first) % peers];
      if (step.first == 19)
        transfer.Cut();
      else
        pump(transfer, step.first == 18);
    }
    for (int i = 0; i < 3000; ++i)
      for (Transfer& transfer : transfers) pump(transfer, false);
    for (const Transfer& transfer : transfers) {
      RC_ASSERT(transfer.complete());
      RC_ASSERT(transfer.same());
    }
  });
}

}  // namespace
}  // namespace hansa::bulk
