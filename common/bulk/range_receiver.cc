#include "common/bulk/range_receiver.h"

#include <algorithm>

#include "common/base/check.h"

namespace hansa::bulk {
namespace {

// Pieces of a window: enough that the sender never waits for the next request.
constexpr uint64_t kPiecesPerWindow = 8;
constexpr uint64_t kPieceStep = 4096;

}  // namespace

RangeReceiver::RangeReceiver(uint64_t size, uint64_t have, ReceiverBounds bounds)
    : size_(size),
      bounds_(bounds),
      have_(have),
      asked_(have),
      ever_asked_(have),
      window_(bounds.first_window) {
  HANSA_CHECK(have <= size && bounds.least_piece > 0);
  HANSA_CHECK(bounds.least_piece <= bounds.largest_piece);
  HANSA_CHECK(bounds.least_piece <= bounds.first_window);
  HANSA_CHECK(bounds.first_window <= bounds.largest_window);
}

uint64_t RangeReceiver::Piece() const {
  const uint64_t share = window_ / kPiecesPerWindow;
  const uint64_t round = share > kPieceStep ? share - share % kPieceStep : share;
  return std::clamp(round, bounds_.least_piece, bounds_.largest_piece);
}

uint64_t RangeReceiver::ToEdge() const {
  return bounds_.largest_piece - asked_ % bounds_.largest_piece;
}

std::vector<Range> RangeReceiver::Ask(Instant now) {
  std::vector<Range> out;
  if (!link_ || complete()) return out;
  if (!under_way_.empty() && now >= last_byte_ + bounds_.patience) {
    asked_ = have_;
    under_way_.clear();
    window_ = bounds_.first_window;
  }
  if (under_way_.empty()) last_byte_ = now;
  while (asked_ < size_) {
    const Range piece{asked_, std::min({Piece(), ToEdge(), size_ - asked_})};
    if (piece.end() - have_ > window_ && !under_way_.empty()) break;
    out.push_back(piece);
    asked_ = piece.end();
    under_way_.push_back({asked_, piece.bytes, now});
  }
  ever_asked_ = std::max(ever_asked_, asked_);
  return out;
}

RangeReceiver::Taken RangeReceiver::OnChunk(const Range& chunk, Instant now) {
  if (chunk.bytes == 0 || chunk.offset > ever_asked_ || chunk.bytes > ever_asked_ - chunk.offset)
    return {Verdict::kNotAsked};
  if (chunk.end() <= have_) return {Verdict::kRepeated};
  if (chunk.offset > have_) return {Verdict::kGap};
  const uint64_t skip = have_ - chunk.offset;
  have_ = chunk.end();
  asked_ = std::max(asked_, have_);
  last_byte_ = now;
  Arrived(now);
  return {Verdict::kTaken, skip};
}

void RangeReceiver::Arrived(Instant now) {
  while (!under_way_.empty() && under_way_.front().end <= have_) {
    const Asked piece = under_way_.front();
    under_way_.pop_front();
    if (piece.end > shrunk_at_) Adapt(now - piece.at, piece.bytes);
  }
}

void RangeReceiver::Adapt(Duration took, uint64_t bytes) {
  if (took < bounds_.ahead / 2) {
    window_ = std::min(bounds_.largest_window, window_ + bytes);
  } else if (took > bounds_.ahead) {
    const double share = Seconds(bounds_.ahead) / Seconds(took);
    window_ =
        std::max(bounds_.first_window, static_cast<uint64_t>(static_cast<double>(window_) * share));
    shrunk_at_ = asked_;
  }
}

void RangeReceiver::LinkLost() {
  link_ = false;
  asked_ = ever_asked_ = have_;
  shrunk_at_ = 0;
  window_ = bounds_.first_window;
  under_way_.clear();
}

void RangeReceiver::StartOver() {
  have_ = 0;
  asked_ = ever_asked_ = 0;
  shrunk_at_ = 0;
  under_way_.clear();
}

std::optional<Instant> RangeReceiver::NextWake() const {
  if (!link_ || under_way_.empty()) return std::nullopt;
  return last_byte_ + bounds_.patience;
}

}  // namespace hansa::bulk
