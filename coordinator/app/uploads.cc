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

}  // namespace

void Uploads::Execute(const UploadOrder& order, Now now) {
  if (const auto* expect = std::get_if<ExpectUpload>(&order)) {
    asked_for_more_ = true;
    const auto [name, fresh] = by_name_.try_emplace({expect->site, expect->sha256}, last_ + 1);
    if (!fresh) {  // said again: the site is back
      uploads_.at(name->second).peer.reset();
      return;
    }
    Upload& upload = uploads_[++last_];
    upload.order = *expect;
    return Open(upload, now);
  }
  if (const auto* close = std::get_if<CloseUploads>(&order)) spool_.CloseUploads(close->session);
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

void Uploads::Open(Upload& upload, Now now) {
  const ExpectUpload& order = upload.order;
  const auto path = spool_.UploadPath(order.session, order.site, order.sha256);
  std::error_code none;
  upload.from_before = std::filesystem::exists(path, none);
  if (upload.from_before && std::filesystem::file_size(path, none) > order.bytes) {
    std::filesystem::remove(path, none);
    upload.from_before = false;
  }
  auto file = upload.from_before ? BlobFile::Reopen(path) : BlobFile::Create(path, order.bytes);
  if (!file.ok()) {
    LogWarning(file.error().Text());
    upload.retry = now.instant + kRetry;
    return;
  }
  file->Keep();
  upload.receiver.emplace(order.bytes, file->written());
  upload.file.emplace(*std::move(file));
  if (upload.receiver->complete()) Check(upload);
}

std::string_view Uploads::OnChunk(const SiteId& site, const v1::UploadChunk& chunk, ByteSpan bytes,
                                  Now now) {
  using Arrival = bulk::RangeReceiver::Verdict;
  const auto name = by_name_.find({site, DigestOf(chunk.sha256())});
  if (name == by_name_.end()) return "late";  // it was asked for, and is not needed any more
  Upload& upload = uploads_.at(name->second);
  if (!upload.receiver || upload.checking) return "late";
  const auto taken = upload.receiver->OnChunk({chunk.offset(), bytes.size()}, now.instant);
  if (taken.verdict == Arrival::kNotAsked) return "chunk_not_asked_for";
  if (taken.verdict != Arrival::kTaken) return "";
  const uint64_t offset = chunk.offset() + taken.skip;
  const Result<> written = upload.file->WriteAt(offset, bytes.subspan(taken.skip));
  if (!written.ok()) {  // what was asked for comes again
    LogWarning(written.error().Text());
    upload.receiver.emplace(upload.order.bytes, offset);
    upload.peer.reset();
    return "";
  }
  if (upload.receiver->complete()) Check(upload);
  return "";
}

void Uploads::OnGone(const SiteId& site, const v1::UploadGone& gone) {
  const auto name = by_name_.find({site, DigestOf(gone.sha256())});
  if (name != by_name_.end() && !uploads_.at(name->second).checking)
    Finish(name->second, "upload_gone");
}

void Uploads::Check(Upload& upload) {
  const auto blob = upload.file->Read();
  if (!blob.ok()) {  // Ask opens it again
    LogError(blob.error().Text());
    upload.file.reset();
    upload.receiver.reset();
    return;
  }
  upload.checking = true;
  checker_.Submit(by_name_.at({upload.order.site, upload.order.sha256}), *blob);
}

void Uploads::TakeChecked(Now now) {
  for (const BlobChecker::Checked& checked : checker_.TakeDone()) {
    const auto found = uploads_.find(checked.number);
    if (found == uploads_.end()) continue;
    Upload& upload = found->second;
    upload.checking = false;
    if (checked.digest.ok() && *checked.digest == upload.order.sha256) {
      Finish(checked.number, checked.blob);
      continue;
    }
    // What another process wrote may be torn: once more, from the first byte.
    const bool again = upload.from_before;
    std::error_code none;
    std::filesystem::remove(upload.file->path(), none);
    if (!again) {
      Finish(checked.number, "payload_mismatch");
      continue;
    }
    upload.file.reset();
    upload.receiver.reset();
    upload.peer.reset();
    Open(upload, now);
  }
}

void Uploads::Finish(uint64_t number, std::variant<BlobHandle, std::string> result) {
  const auto found = uploads_.find(number);
  const ExpectUpload order = found->second.order;
  uploads_.erase(found);
  by_name_.erase({order.site, order.sha256});
  done_.push_back({order.job_id, order.ticket, std::move(result)});
}

void Uploads::Ask(Upload& upload, Now now, Effects& out) {
  if (!upload.file && now.instant >= upload.retry) Open(upload, now);
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
  out.events.push_back({upload.order.job_id,
                        TransferUnderWay{.round = upload.order.round,
                                         .site = machine_.membership().NameOf(upload.order.site),
                                         .up = true,
                                         .bytes = have,
                                         .size = upload.order.bytes}});
}

std::vector<UploadDone> Uploads::Pump(Now now, Effects& out) {
  asked_for_more_ = false;
  TakeChecked(now);
  for (auto& entry : uploads_) Ask(entry.second, now, out);
  return std::exchange(done_, {});
}

std::optional<Instant> Uploads::NextWake() const {
  std::optional<Instant> next;
  if (asked_for_more_) return Instant{};
  for (const auto& entry : uploads_) {
    const Upload& upload = entry.second;
    std::optional<Instant> wake;
    if (!upload.file) wake = upload.retry;
    if (upload.receiver && !upload.checking) wake = upload.receiver->NextWake();
    if (wake && (!next || *wake < *next)) next = wake;
  }
  return next;
}

}  // namespace hansa::coordinator
