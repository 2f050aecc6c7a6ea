#include "experiments/simulation/site_download.h"

namespace hansa::simulation {
namespace {

using Verdict = bulk::RangeReceiver::Verdict;

// An update of a small model fits into the plan's windows several times.
bulk::ReceiverBounds BoundsOf(uint64_t piece) {
  piece = std::max<uint64_t>(piece, 1);
  return {.least_piece = piece,
          .largest_piece = 2 * piece,
          .first_window = 2 * piece,
          .largest_window = 8 * piece,
          .ahead = seconds(1),
          .patience = seconds(2)};
}

}  // namespace

void SiteDownload::Begin(const client::FetchModel& work) {
  if (fetch_ && fetch_->work.sha256 == work.sha256) {
    fetch_->work = work;
    fetch_->whole_asked = false;
    return fetch_->receiver.LinkBack();
  }
  const uint64_t have = piece_ > 0 ? parts_[work.sha256].size() : 0;
  fetch_.emplace(Fetch{work, bulk::RangeReceiver(work.bytes, have, BoundsOf(piece_))});
}

void SiteDownload::LinkLost() {
  if (fetch_) fetch_->receiver.LinkLost();
}

std::optional<client::Input> SiteDownload::Take(const v1::Blob& blob, const Bytes& payload,
                                                Instant now) {
  if (!fetch_ || blob.sha256() != AsView(fetch_->work.sha256)) return std::nullopt;
  const client::WorkNumber work = fetch_->work.work;
  if (!blob.found()) {
    Stop();
    return client::WorkRefused{work, "model_unavailable", "the coordinator has no such model"};
  }
  Bytes& part = parts_[fetch_->work.sha256];
  if (piece_ == 0) {
    part = payload;
    return Finish();
  }
  const auto taken = fetch_->receiver.OnChunk({blob.offset(), payload.size()}, now);
  if (taken.verdict != Verdict::kTaken) return std::nullopt;
  Append(part, ByteSpan(payload).subspan(taken.skip));
  if (!fetch_->receiver.complete()) return std::nullopt;
  return Finish();
}

std::optional<client::Input> SiteDownload::Finish() {
  const client::FetchModel work = fetch_->work;
  Stop();
  const auto model = room_.ReadModel(parts_[work.sha256], work.sha256);
  parts_.erase(work.sha256);  // the room keeps it
  if (model.ok()) return client::ModelFetched{work.work, *model};
  return client::WorkRefused{work.work, "model_digest", model.error().Text()};
}

std::vector<v1::ToCoordinator> SiteDownload::Ask(Instant now) {
  std::vector<v1::ToCoordinator> out;
  if (!fetch_) return out;
  v1::ToCoordinator message;
  message.mutable_blob_request()->set_sha256(ToString(fetch_->work.sha256));
  if (piece_ == 0) {
    if (!std::exchange(fetch_->whole_asked, true)) out.push_back(message);
    return out;
  }
  for (const bulk::Range& range : fetch_->receiver.Ask(now)) {
    message.mutable_blob_request()->set_offset(range.offset);
    message.mutable_blob_request()->set_bytes(range.bytes);
    out.push_back(message);
  }
  return out;
}

std::optional<Instant> SiteDownload::NextWake() const {
  if (!fetch_ || piece_ == 0) return std::nullopt;
  return fetch_->receiver.NextWake();
}

}  // namespace hansa::simulation
