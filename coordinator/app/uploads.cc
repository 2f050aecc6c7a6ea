#include "coordinator/app/uploads.h"

#include <filesystem>

#include "common/base/log.h"
#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

// A disk that is full may have room later.
constexpr Duration kRetry = seconds(5);

crypto::Digest DigestOf(const std::string& bytes) {
  crypto::Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

std::string SpoolFull(const SpoolRoom& room, const std::string& site, uint64_t bytes) {
  const auto text = [](uint64_t count) { return HumanBytes(static_cast<double>(count)); };
  return StrCat("spool full: ", text(room.taken()), " of ", text(room.most()),
                " are promised, and the update of ", site, " has ", text(bytes),
                ". Raise spool in coordinator.toml");
}

}  // namespace

void Uploads::Execute(const UploadOrder& order, Now now) {
  if (const auto* expect = std::get_if<ExpectUpload>(&order)) return Expect(*expect, now);
  if (const auto* close = std::get_if<CloseUploads>(&order)) {
    spool_.CloseUploads(close->session);
    room_.Close(close->session);
  }
  if (const auto* sum = std::get_if<ForgetVector>(&order)) return spool_.Forget(sum->sha256);
  const auto* forget = std::get_if<ForgetUpload>(&order);
  std::erase_if(uploads_, [&](const auto& entry) {
    const ExpectUpload& expected = entry.second.order;
    const bool goes = forget != nullptr
                          ? expected.job_id == forget->job_id && expected.ticket == forget->ticket
                          : expected.session == std::get<CloseUploads>(order).session;
    if (goes) by_name_.erase({expected.site, expected.sha256});
    return goes;
  });
}

void Uploads::CountFound() {
  for (const Spool::FoundUpload& found : spool_.FoundUploads())
    room_.Found(found.session, found.site, found.sha256, found.bytes);
}

void Uploads::Expect(const ExpectUpload& order, Now now) {
  asked_for_more_ = true;
  const Key name{order.site, order.sha256};
  if (const auto known = by_name_.find(name); known != by_name_.end()) {
    uploads_.at(known->second).peer.reset();  // said again: the site is back
    return;
  }
  if (!room_.Take(order.session, order.site, order.sha256, order.bytes)) {
    LogWarning(SpoolFull(room_, membership_.NameOf(order.site), order.bytes));
    done_.push_back({order.job_id, order.ticket, "spool_full"});
    return;
  }
  by_name_.emplace(name, ++last_);
  Upload& upload = uploads_[last_];
  upload.order = order;
  Open(upload, now);
}

Result<BlobFile> Uploads::FileOf(const ExpectUpload& order, bool& from_before) const {
  const auto path = spool_.UploadPath(order.session, order.site, order.sha256);
  std::error_code none;
  from_before = std::filesystem::exists(path, none);
  if (from_before && std::filesystem::file_size(path, none) > order.bytes) {
    std::filesystem::remove(path, none);
    from_before = false;
  }
  return from_before ? BlobFile::Reopen(path) : BlobFile::Create(path, order.bytes);
}

void Uploads::Open(Upload& upload, Now now) {
  bool from_before = false;
  auto file = FileOf(upload.order, from_before);
  if (!file.ok()) return OpenLater(upload, file.error(), now);
  file->Keep();
  upload.receiver.emplace(upload.order.bytes, file->written());
  upload.peer.reset();
  file->BypassCache();
  upload.file = std::make_shared<SpoolFile>(SpoolFile{*std::move(file), from_before});
  if (upload.receiver->complete()) Check(upload);
}

// What was asked for comes again then.
void Uploads::OpenLater(Upload& upload, const Error& error, Now now) {
  LogWarning(error.Text());
  upload.file = nullptr;
  upload.receiver.reset();
  upload.checking = false;
  upload.retry = now.instant + kRetry;
}

std::string_view Uploads::OnChunk(const SiteId& site, const v1::UploadChunk& chunk,
                                  const SharedBytes& bytes, Now now) {
  using Arrival = bulk::RangeReceiver::Verdict;
  const auto name = by_name_.find({site, DigestOf(chunk.sha256())});
  if (name == by_name_.end()) return "late";  // it was asked for, and is not needed any more
  Upload& upload = uploads_.at(name->second);
  if (!upload.receiver || upload.checking) return "late";
  const auto taken = upload.receiver->OnChunk({chunk.offset(), bytes.size()}, now.instant);
  if (taken.verdict == Arrival::kNotAsked) return "chunk_not_asked_for";
  if (taken.verdict != Arrival::kTaken) return "";
  writer_.Append(name->second, upload.file, bytes.From(taken.skip));
  if (upload.receiver->complete()) Check(upload);
  return "";
}

void Uploads::OnGone(const SiteId& site, const v1::UploadGone& gone) {
  const auto name = by_name_.find({site, DigestOf(gone.sha256())});
  if (name != by_name_.end() && !uploads_.at(name->second).checking)
    Finish(name->second, "upload_gone");
}

void Uploads::Check(Upload& upload) {
  upload.checking = true;
  writer_.Finish(by_name_.at({upload.order.site, upload.order.sha256}), upload.file);
}

void Uploads::TakeWritten(Now now) {
  for (const SpoolWriter::Done& done : writer_.TakeDone()) {
    const auto found = uploads_.find(done.number);
    if (found == uploads_.end()) continue;
    if (!done.blob.ok())
      OpenLater(found->second, done.blob.error(), now);
    else if (done.sha256)
      Judge(done.number, *done.blob, *done.sha256, now);
    else
      checker_.Submit(done.number, *done.blob);
  }
  for (const BlobChecker::Checked& checked : checker_.TakeDone())
    if (uploads_.contains(checked.number)) Judge(checked.number, checked.blob, checked.digest, now);
}

void Uploads::Judge(uint64_t number, const BlobHandle& blob, const Result<crypto::Digest>& digest,
                    Now now) {
  Upload& upload = uploads_.at(number);
  upload.checking = false;
  if (digest.ok() && *digest == upload.order.sha256) return Finish(number, blob);
  std::error_code none;
  std::filesystem::remove(upload.file->file.path(), none);
  if (!upload.file->from_before) return Finish(number, "payload_mismatch");
  Open(upload, now);  // what another process wrote may be torn: once more, from the first byte
}

void Uploads::Finish(uint64_t number, std::variant<BlobHandle, std::string> result) {
  const auto found = uploads_.find(number);
  const ExpectUpload order = found->second.order;
  uploads_.erase(found);
  by_name_.erase({order.site, order.sha256});
  done_.push_back({order.job_id, order.ticket, std::move(result)});
}

void Uploads::Ask(Upload& upload, Now now, Effects& out) {
  if (upload.file == nullptr && now.instant >= upload.retry) Open(upload, now);
  if (!upload.receiver || upload.checking) return;
  const auto peer = connections_.PeerOf(upload.order.site);
  if (peer != upload.peer) {
    upload.receiver->LinkLost();
    if (peer) upload.receiver->LinkBack();
    upload.peer = peer;
  }
  if (!peer) return;
  for (const bulk::Range& range : upload.receiver->Ask(now.instant)) {
    v1::ToSite message;
    v1::UploadRequest& request = *message.mutable_upload_request();
    request.set_sha256(ToString(upload.order.sha256));
    request.set_offset(range.offset);
    request.set_bytes(range.bytes);
    out.sends.push_back({upload.order.site, std::move(message), nullptr});
  }
  const uint64_t have = upload.receiver->have();
  if (!progress_.Note(upload.order.site, have, now.instant)) return;
  out.events.push_back(
      {upload.order.job_id, TransferUnderWay{.round = upload.order.round,
                                             .site = membership_.NameOf(upload.order.site),
                                             .up = true,
                                             .bytes = have,
                                             .size = upload.order.bytes}});
}

std::vector<UploadDone> Uploads::Pump(Now now, Effects& out) {
  asked_for_more_ = false;
  TakeWritten(now);
  for (auto& entry : uploads_) Ask(entry.second, now, out);
  return std::exchange(done_, {});
}

std::optional<Instant> Uploads::NextWake() const {
  std::optional<Instant> next;
  if (asked_for_more_) return Instant{};
  for (const auto& entry : uploads_) {
    const Upload& upload = entry.second;
    std::optional<Instant> wake;
    if (upload.file == nullptr) wake = upload.retry;
    if (upload.receiver && !upload.checking) wake = upload.receiver->NextWake();
    if (wake && (!next || *wake < *next)) next = wake;
  }
  return next;
}

}  // namespace hansa::coordinator
