#include "client/app/model_download.h"

#include <fcntl.h>

#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "common/crypto/blob_digest.h"

namespace hansa::client {
namespace {

using Verdict = bulk::RangeReceiver::Verdict;

// As much as may be under way once more waits for the disk, and no more is asked for.
constexpr uint64_t kUnwritten = limits::kBulkBytesUnderWay;
constexpr Duration kBetweenReports = seconds(5);

std::string Progress(uint64_t have, uint64_t size) {
  return StrCat("fetching the model: ", HumanBytes(static_cast<double>(have)), " of ",
                HumanBytes(static_cast<double>(size)));
}

// A slice that the trainer can be given: its file's descriptor, and where in the file it lies.
BlobHandle FileSlice(const BlobHandle& file, uint64_t start, uint64_t bytes) {
  UniqueFd fd(::fcntl(file->fd(), F_DUPFD_CLOEXEC, 0));
  if (!fd.valid()) return SliceOf(file, start, bytes);
  return std::make_shared<FileBlob>(std::move(fd), start, bytes);
}

}  // namespace

// What has come: in a file, and seen once on its way there.
struct ModelDownload::Spool {
  BlobFile file;
  crypto::Sha256Stream hash;
  FiniteStream values;

  void See(ByteSpan bytes) {
    hash.Update(bytes);
    values.Update(bytes);
  }
};

struct ModelDownload::Opened {
  Found found;                   // it was there
  std::shared_ptr<Spool> spool;  // or: what has arrived of it
  std::optional<Error> error;    // or neither
};

// Sees what an earlier process or connection has left.
Result<std::shared_ptr<ModelDownload::Spool>> ModelDownload::OpenSpool(const CachedModels& kept,
                                                                       const FetchModel& work) {
  BlobFile part = HANSA_TRY(kept.OpenPart(work.sha256, work.bytes));
  auto spool = std::make_shared<Spool>(Spool{std::move(part), {}, {}});
  const BlobHandle there = HANSA_TRY(spool->file.Read());
  HANSA_TRY(ForEachWindow(*there, 0, [&spool](uint64_t, ByteSpan window) -> Result<> {
    spool->See(window);
    return Success();
  }));
  return spool;
}

// The digest is the file's. What a TorchScript file holds only the trainer looks at.
Result<ModelDownload::Found> ModelDownload::OpenFound(const crypto::Digest& sha256, Kind kind,
                                                      const Spool& spool) {
  const BlobHandle file = HANSA_TRY(spool.file.Read());
  if (kind == Kind::kScript) return Found{nullptr, file};
  if (kind == Kind::kMessage)
    return Found{nullptr, MakeBlob(HANSA_TRY(ReadWhole(*file, limits::kSessionMessageBytes)))};
  return Found{HANSA_TRY(OpenModel(file, sha256, spool.values, FileSlice)), nullptr};
}

// Whatever is wrong with it, it is not kept.
Result<ModelDownload::Found> ModelDownload::CloseSpool(const CachedModels& kept,
                                                       const crypto::Digest& sha256, Kind kind,
                                                       Spool& spool) {
  const crypto::Digest digest = spool.hash.Finish();
  Result<Found> found = VerificationFailed("the file is not the one announced",
                                           StrCat("its digest is ", Hex(digest)));
  if (digest == sha256) found = OpenFound(sha256, kind, spool);
  if (!found.ok() || kind == Kind::kMessage) {
    kept.Remove(sha256);
    return found;
  }
  HANSA_TRY(kept.Finish(spool.file, sha256));
  kept.Trim(sha256);
  return found;
}

ModelDownload::Found ModelDownload::FindKept(const CachedModels& kept, const crypto::Digest& sha256,
                                             Kind kind) {
  const auto file = kept.Find(sha256);
  if (!file) return {};
  if (kind != Kind::kModel) {
    const auto digest = crypto::BlobSha256(**file);
    if (digest.ok() && *digest == sha256) return {nullptr, *file};
  } else if (auto model = LoadModel(*file, sha256, FileSlice); model.ok()) {
    return {*model, nullptr};
  }
  kept.Remove(sha256);
  return {};
}

void ModelDownload::Begin(const FetchModel& work, Kind kind, const std::string& session) {
  if (fetch_ && fetch_->work.sha256 == work.sha256) {
    fetch_->work = work;
    fetch_->link = true;
    fetch_->message_asked = false;
    if (fetch_->receiver) fetch_->receiver->LinkBack();
    return;
  }
  Stop();
  fetch_.emplace(Fetch{.work = work, .kind = kind, .session = session, .number = ++last_number_});
  if (!InOneMessage()) Open();
}

// The trainer is given a script as a file.
bool ModelDownload::InOneMessage() const {
  return fetch_->kind == Kind::kModel && fetch_->work.bytes <= limits::kFrameBytes;
}

void ModelDownload::Stop() { fetch_.reset(); }

void ModelDownload::LinkLost() {
  if (!fetch_) return;
  fetch_->link = false;
  if (fetch_->receiver) fetch_->receiver->LinkLost();
}

void ModelDownload::Open() {
  worker_.Post([this, kept = kept_, work = fetch_->work, kind = fetch_->kind,
                number = fetch_->number]() -> std::function<void()> {
    auto opened = std::make_shared<Opened>();
    opened->found = FindKept(kept, work.sha256, kind);
    if (!opened->found.any()) {
      auto spool = OpenSpool(kept, work);
      if (spool.ok())
        opened->spool = *spool;
      else
        opened->error = spool.error();
    }
    return [this, number, opened] { TakeOpened(number, std::move(*opened)); };
  });
}

void ModelDownload::TakeOpened(uint64_t number, Opened opened) {
  if (!fetch_ || fetch_->number != number) return;
  if (opened.error) {
    LogError(opened.error->Text());
    return Refuse("unavailable", "the site has no room for it");
  }
  if (opened.found.any()) return Give(std::move(opened.found), 0);
  fetch_->spool = std::move(opened.spool);
  fetch_->receiver.emplace(fetch_->work.bytes, fetch_->spool->file.written());
  if (!fetch_->link) fetch_->receiver->LinkLost();
  if (fetch_->receiver->complete()) Close();
}

void ModelDownload::Take(const v1::Blob& blob, const SharedBytes& payload, Instant now) {
  if (!fetch_ || blob.sha256() != AsView(fetch_->work.sha256)) return;
  if (InOneMessage() ? !fetch_->message_asked : !fetch_->receiver) return;
  if (fetch_->receiver && fetch_->receiver->complete()) return;
  if (!blob.found()) return Refuse("unavailable", "the coordinator has no such file");
  if (InOneMessage()) return TakeMessage(payload);
  const auto taken = fetch_->receiver->OnChunk({blob.offset(), payload.size()}, now);
  if (taken.verdict != Verdict::kTaken) return;
  fetch_->last = now;
  Write(payload.From(taken.skip));
  Tell(now);
  if (fetch_->receiver->complete()) Close();
}

// Some microseconds of work, and a file of it would cost more than to fetch it again.
void ModelDownload::TakeMessage(const SharedBytes& payload) {
  const Result<ModelHandle> model = LoadModel(MakeBlob(payload.Copy()), fetch_->work.sha256);
  if (!model.ok()) return TakeFault(model.error());
  results_.emplace_back(ModelFetched{.work = fetch_->work.work, .model = *model});
  Stop();
}

void ModelDownload::Write(const SharedBytes& fresh) {
  fetch_->unwritten += fresh.size();
  worker_.Post(
      [this, fresh, spool = fetch_->spool, number = fetch_->number]() -> std::function<void()> {
        spool->See(fresh.span());  // first: the kernel copies what is in the cache much faster
        const Result<> written = spool->file.Append(fresh.span());
        std::optional<Error> error;
        if (!written.ok()) error = written.error();
        return [this, number, count = fresh.size(), error] { Written(number, count, error); };
      });
}

void ModelDownload::Written(uint64_t number, uint64_t bytes, const std::optional<Error>& error) {
  if (!fetch_ || fetch_->number != number) return;
  fetch_->unwritten -= bytes;
  if (!error) return;
  LogError(error->Text());
  Refuse("unavailable", "the site has no room for it");
}

// Behind all that is still to be written.
void ModelDownload::Close() {
  worker_.Post([this, kept = kept_, sha256 = fetch_->work.sha256, kind = fetch_->kind,
                spool = fetch_->spool, number = fetch_->number]() -> std::function<void()> {
    auto result = std::make_shared<Result<Found>>(CloseSpool(kept, sha256, kind, *spool));
    return [this, number, result] { TakeClosed(number, std::move(*result)); };
  });
}

void ModelDownload::Give(Found found, double seconds) {
  const WorkNumber work = fetch_->work.work;
  if (fetch_->kind == Kind::kScript)
    results_.emplace_back(ScriptFetched{work, std::move(found.file)});
  else if (fetch_->kind == Kind::kMessage)
    results_.emplace_back(MessageFetched{work, std::move(found.file)});
  else
    results_.emplace_back(ModelFetched{work, std::move(found.model), seconds});
  Stop();
}

void ModelDownload::TakeClosed(uint64_t number, Result<Found> found) {
  if (!fetch_ || fetch_->number != number) return;
  if (found.ok()) {
    const bool fetched = fetch_->began != Instant{};
    return Give(*std::move(found), fetched ? Seconds(fetch_->last - fetch_->began) : 0);
  }
  TakeFault(found.error());
}

// What was damaged on its way, or in the part that was left, is fetched once more.
void ModelDownload::TakeFault(const Error& error) {
  LogWarning(error.Text());
  const bool digest = error.kind == ErrorKind::kVerification;
  if (!digest || std::exchange(fetch_->again, true))
    return Refuse(digest ? "digest" : "invalid", error.Text());
  fetch_->number = ++last_number_;
  fetch_->receiver.reset();
  fetch_->spool = nullptr;
  fetch_->message_asked = false;
  if (!InOneMessage()) Open();
}

void ModelDownload::Refuse(std::string_view code, const std::string& text) {
  const char* what = fetch_->kind == Kind::kScript    ? "script_"
                     : fetch_->kind == Kind::kMessage ? "message_"
                                                      : "model_";
  results_.emplace_back(WorkRefused{fetch_->work.work, StrCat(what, code), text});
  Stop();
}

void ModelDownload::Ask(Instant now, const Send& send) {
  if (!fetch_ || !fetch_->link) return;
  v1::ToCoordinator message;
  v1::BlobRequest& request = *message.mutable_blob_request();
  request.set_sha256(ToString(fetch_->work.sha256));
  request.set_session(fetch_->session);
  if (InOneMessage()) {
    if (!std::exchange(fetch_->message_asked, true)) send(std::move(message));
    return;
  }
  if (!fetch_->receiver || fetch_->receiver->complete() || fetch_->unwritten > kUnwritten) return;
  if (fetch_->began == Instant{}) fetch_->began = fetch_->told = now;
  for (const bulk::Range& range : fetch_->receiver->Ask(now)) {
    request.set_offset(range.offset);
    request.set_bytes(range.bytes);
    send(message);
  }
}

void ModelDownload::Tell(Instant now) {
  if (fetch_->began == Instant{} || now - fetch_->told < kBetweenReports) return;
  fetch_->told = now;
  LogInfo(Progress(fetch_->receiver->have(), fetch_->work.bytes));
}

std::vector<Input> ModelDownload::Advance(Instant now, const Send& send) {
  worker_.Finish();
  Ask(now, send);
  return std::exchange(results_, {});
}

std::optional<Instant> ModelDownload::NextWake() const {
  if (!fetch_ || !fetch_->receiver) return std::nullopt;
  return fetch_->receiver->NextWake();
}

}  // namespace hansa::client
