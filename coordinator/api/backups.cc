#include "coordinator/api/backups.h"

#include "common/base/log.h"
#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

constexpr Duration kTell = seconds(1);

}  // namespace

Result<> Backups::Start(const v1::MakeBackup& body, const Request& request, ServerState& state) {
  if (run_)
    return Refused("no backup is made", StrCat("one is being made in ", run_->out().string()),
                   "Wait until it is done");
  run_ = HANSA_TRY(BackupRun::Start(state.store, state.folder, body.folder(), request.now.unix_ms));
  request_ = request;
  told_ = request.now.instant;
  return Success();
}

void Backups::Pump(Now now, TurnOutput& out) {
  if (!run_) return;
  request_.now = now;
  if (!run_->Step()) {
    if (now.instant - told_ < kTell) return;
    told_ = now.instant;
    Answer(false, out);
    return;
  }
  if (run_->result().ok()) {
    LogInfo(StrCat("backup made in ", run_->out().string()));
    Answer(true, out);
  } else {
    LogError(run_->result().error().Text());
    AnswerFailure(request_, run_->result().error(), out);
  }
  run_.reset();
}

void Backups::Answer(bool last, TurnOutput& out) {
  v1::OperatorReply reply;
  v1::BackupState& state = *reply.mutable_backup();
  state.set_folder(run_->out().string());
  state.set_files(run_->progress().files);
  state.set_bytes(run_->progress().bytes);
  coordinator::Answer(request_, std::move(reply), last, out);
}

std::optional<Instant> Backups::NextWake(Instant now) const {
  if (!run_) return std::nullopt;
  return run_->NextWake(now);
}

}  // namespace hansa::coordinator
