#include "experiments/simulation/site_download.h"

namespace hansa::simulation {
namespace {

using Kind = SiteDownload::Wanted::Kind;
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

void SiteDownload::Begin(const Wanted& wanted) {
  if (fetch_ && fetch_->wanted.sha256 == wanted.sha256) {
    fetch_->wanted = wanted;
    fetch_->whole_asked = false;
    return fetch_->receiver.LinkBack();
  }
  const uint64_t piece = PieceOf(wanted);
  const uint64_t have = piece > 0 ? parts_[wanted.sha256].size() : 0;
  fetch_.emplace(Fetch{wanted, bulk::RangeReceiver(wanted.bytes, have, BoundsOf(piece))});
}

// Messages never come whole.
uint64_t SiteDownload::PieceOf(const Wanted& wanted) const {
  return wanted.kind == Kind::kMessage ? std::max<uint64_t>(piece_, 1024) : piece_;
}

void SiteDownload::LinkLost() {
  if (fetch_) fetch_->receiver.LinkLost();
}

std::optional<client::Input> SiteDownload::Take(const v1::Blob& blob, const Bytes& payload,
                                                Instant now) {
  if (!fetch_ || blob.sha256() != AsView(fetch_->wanted.sha256)) return std::nullopt;
  if (!blob.found()) {
    const Wanted wanted = fetch_->wanted;
    Stop();
    return client::WorkRefused{
        wanted.work, wanted.kind == Kind::kModel ? "model_unavailable" : "script_unavailable",
        "the coordinator has no such file"};
  }
  Bytes& part = parts_[fetch_->wanted.sha256];
  if (PieceOf(fetch_->wanted) == 0) {
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
  const Wanted wanted = fetch_->wanted;
  Stop();
  const Bytes file = std::move(parts_[wanted.sha256]);
  parts_.erase(wanted.sha256);  // a model is kept by the room
  if (wanted.kind != Kind::kModel) {
    const bool right = crypto::Sha256(file) == wanted.sha256;
    if (right && wanted.kind == Kind::kMessage)
      return client::MessageFetched{wanted.work, MakeBlob(file)};
    if (right) return client::ScriptFetched{wanted.work, MakeBlob(file)};
    return client::WorkRefused{wanted.work, "script_digest", "it is not the file announced"};
  }
  const auto model = room_.ReadModel(file, wanted.sha256);
  if (model.ok()) return client::ModelFetched{wanted.work, *model};
  return client::WorkRefused{wanted.work, "model_digest", model.error().Text()};
}

std::vector<v1::ToCoordinator> SiteDownload::Ask(Instant now) {
  std::vector<v1::ToCoordinator> out;
  if (!fetch_) return out;
  v1::ToCoordinator message;
  message.mutable_blob_request()->set_sha256(ToString(fetch_->wanted.sha256));
  message.mutable_blob_request()->set_session(fetch_->wanted.session);
  if (PieceOf(fetch_->wanted) == 0) {
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
  if (!fetch_ || PieceOf(fetch_->wanted) == 0) return std::nullopt;
  return fetch_->receiver.NextWake();
}

}  // namespace hansa::simulation
