#include "experiments/simulation/upload_desk.h"

#include <algorithm>
#include <limits>

namespace hansa::simulation {
namespace {

namespace co = coordinator;
using Arrival = bulk::RangeReceiver::Verdict;

bulk::ReceiverBounds BoundsOf(const Plan& plan) {
  const uint64_t piece = std::max<uint64_t>(plan.piece, 1);
  return {.least_piece = piece,
          .largest_piece = 2 * piece,
          .first_window = 2 * piece,
          .largest_window = 8 * piece,
          .ahead = seconds(1),
          .patience = seconds(2)};
}

crypto::Digest DigestOf(const std::string& bytes) {
  crypto::Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

uint64_t MostIn(const Plan& plan) {
  return plan.spool > 0 ? plan.spool : std::numeric_limits<uint64_t>::max();
}

}  // namespace

UploadDesk::UploadDesk(World& world) : world_(world), room_(MostIn(world.plan)) {}

void UploadDesk::Start(const std::set<std::string>& sessions) {
  room_.emplace(MostIn(world_.plan));
  std::erase_if(files_, [&](const auto& file) { return !sessions.contains(file.first.first); });
  for (const auto& [key, bytes] : files_) {
    const auto& [site, sha256] = key.second;
    room_->Found(key.first, world_.keys->sites[site].id, sha256, bytes.size());
  }
}

void UploadDesk::TellSpool() const {
  uint64_t bytes = 0;
  for (const auto& file : files_) bytes += file.second.size();
  world_.witness.Tell(&Invariant::OnSpool, bytes);
}

void UploadDesk::Take(const co::UploadOrder& order) {
  if (const auto* expect = std::get_if<co::ExpectUpload>(&order)) return Begin(*expect);
  if (std::holds_alternative<co::ForgetVector>(order)) return;
  if (const auto* close = std::get_if<co::CloseUploads>(&order)) {
    room_->Close(close->session);
    std::erase_if(files_, [&](const auto& file) { return file.first.first == close->session; });
    std::erase_if(uploads_,
                  [&](const auto& entry) { return entry.second.order.session == close->session; });
    return;
  }
  const auto& forget = std::get<co::ForgetUpload>(order);
  std::erase_if(uploads_, [&](const auto& entry) {
    const co::ExpectUpload& expected = entry.second.order;
    return expected.job_id == forget.job_id && expected.ticket == forget.ticket;
  });
}

void UploadDesk::Begin(const co::ExpectUpload& order) {
  fresh_ = true;
  const Name name{SiteIndex(order.site), order.sha256};
  if (const auto known = uploads_.find(name); known != uploads_.end()) {
    known->second.connection = 0;  // it is back: asked again
    return;
  }
  if (!room_->Take(order.session, order.site, order.sha256, order.bytes)) {
    done_.push_back({order.job_id, order.ticket, "spool_full"});
    return;
  }
  const Bytes& file = files_[{order.session, name}];
  const bool from_before = !file.empty();
  uploads_.emplace(
      name, Upload{order, bulk::RangeReceiver(order.bytes, file.size(), BoundsOf(world_.plan)), 0,
                   from_before});
  if (file.size() == order.bytes) Complete(name);
}

std::string UploadDesk::OnChunk(uint32_t site, const v1::UploadChunk& chunk, const Bytes& bytes) {
  const Name name{site, DigestOf(chunk.sha256())};
  const auto found = uploads_.find(name);
  if (found == uploads_.end()) return "late";
  Upload& upload = found->second;
  const auto taken = upload.receiver.OnChunk({chunk.offset(), bytes.size()}, world_.now);
  if (taken.verdict == Arrival::kNotAsked) return "chunk_not_asked_for";
  if (taken.verdict != Arrival::kTaken) return "";
  Append(files_[{upload.order.session, name}], ByteSpan(bytes).subspan(taken.skip));
  if (world_.plan.spool > 0) TellSpool();
  if (upload.receiver.complete()) Complete(name);
  return "";
}

void UploadDesk::OnGone(uint32_t site, const v1::UploadGone& gone) {
  const Name name{site, DigestOf(gone.sha256())};
  if (uploads_.contains(name)) Finish(name, "upload_gone");
}

void UploadDesk::Complete(const Name& name) {
  const co::ExpectUpload order = uploads_.at(name).order;
  Bytes& file = files_.at({order.session, name});
  if (crypto::Sha256(file) == order.sha256) return Finish(name, MakeBlob(file));
  const bool again = uploads_.at(name).from_before;
  file.clear();
  if (!again) return Finish(name, "payload_mismatch");
  uploads_.erase(name);
  Begin(order);
}

void UploadDesk::Finish(const Name& name, std::variant<BlobHandle, std::string> result) {
  const co::ExpectUpload order = uploads_.at(name).order;
  uploads_.erase(name);
  done_.push_back({order.job_id, order.ticket, std::move(result)});
}

std::vector<co::UploadDone> UploadDesk::Pump(const std::vector<uint64_t>& connections,
                                             co::Effects& out) {
  fresh_ = false;
  for (auto& [name, upload] : uploads_) {
    const uint64_t connection = connections[name.first];
    if (connection != upload.connection) {
      upload.receiver.LinkLost();
      if (connection != 0) upload.receiver.LinkBack();
      upload.connection = connection;
    }
    if (connection == 0) continue;
    for (const bulk::Range& range : upload.receiver.Ask(world_.now)) {
      v1::ToSite message;
      message.mutable_upload_request()->set_sha256(ToString(name.second));
      message.mutable_upload_request()->set_offset(range.offset);
      message.mutable_upload_request()->set_bytes(range.bytes);
      out.sends.push_back({upload.order.site, std::move(message), nullptr});
    }
  }
  return std::exchange(done_, {});
}

std::optional<Instant> UploadDesk::NextWake() const {
  if (fresh_ || !done_.empty()) return world_.now;
  std::optional<Instant> next;
  for (const auto& entry : uploads_)
    if (const auto wake = entry.second.receiver.NextWake(); wake && (!next || *wake < *next))
      next = wake;
  return next;
}

// Not synced: the end of a file may be lost, or hold anything.
void UploadDesk::Crash() {
  uploads_.clear();
  done_.clear();
  fresh_ = false;
  for (auto& entry : files_) {
    Bytes& file = entry.second;
    if (file.empty()) continue;
    const uint64_t fate = world_.timing.Below(4);
    if (fate == 0) file.resize(world_.timing.Below(file.size()));
    if (fate == 1) file.back() ^= 1;
  }
}

}  // namespace hansa::simulation
