#include "common/base/text.h"
#include "coordinator/api/request.h"
#include "coordinator/api/scripts.h"
#include "coordinator/app/model_sweep.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

constexpr int kListed = 1000;

uint64_t BytesIn(const fs::path& folder) {
  std::error_code fault;
  if (fs::is_regular_file(folder, fault)) return fs::file_size(folder, fault);
  uint64_t bytes = 0;
  for (fs::recursive_directory_iterator at(folder, fault), end; !fault && at != end;
       at.increment(fault))
    if (at->is_regular_file(fault)) bytes += at->file_size(fault);
  return bytes;
}

void Note(const fs::path& folder, const ServerState& state, v1::Collected& collected) {
  collected.set_count(collected.count() + 1);
  collected.set_bytes(collected.bytes() + BytesIn(folder));
  if (collected.folders_size() < kListed)
    collected.add_folders(folder.lexically_relative(state.folder.dir).generic_string());
}

// A model whose job runs may have a version on disk that is not recorded yet.
bool IsBusy(const std::string& model, const ServerState& state) {
  for (const auto& job : state.machine.jobs())
    if (job.second->spec().name == model) return true;
  return false;
}

Result<> CollectVersions(bool dry_run, ServerState& state, v1::Collected& collected) {
  const auto referenced = ReferencedVersions(state.versions, {}, {});
  for (const VersionKey& key : Unreferenced(state.models, referenced)) {
    if (IsBusy(key.first, state)) continue;
    Note(state.models.PathOf(key.first, key.second), state, collected);
    if (!dry_run) HANSA_TRY(state.models.Remove(key.first, key.second));
  }
  return Success();
}

Result<> CollectScripts(bool dry_run, ServerState& state, v1::Collected& collected) {
  for (const fs::path& file : state.scripts.Unused(ScriptsInUse(state))) {
    Note(file, state, collected);
    if (!dry_run) HANSA_TRY(state.scripts.Remove(file));
  }
  return Success();
}

Result<> CollectRuns(bool dry_run, UnixMillis now, ServerState& state, v1::Collected& collected) {
  if (!state.keep_runs) return Success();
  const UnixMillis before = now - state.keep_runs->count();
  for (const JobBook::Entry* entry : state.jobs.All()) {
    const v1::JobRecord& job = entry->record;
    const fs::path folder = state.folder.dir / "runs" / job.job_id();
    if (job.state() == "running" || job.ended_unix_ms() >= before || !fs::exists(folder)) continue;
    Note(folder, state, collected);
    if (dry_run) continue;
    state.jobs.CloseRun(job.job_id());
    std::error_code fault;
    fs::remove_all(folder, fault);
    if (fault) return BadInput(StrCat("cannot remove ", folder.string()), fault.message());
  }
  return Success();
}

}  // namespace

Result<> Handle(const v1::CollectModels& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  v1::OperatorReply reply;
  v1::Collected& collected = *reply.mutable_collected();
  HANSA_TRY(CollectVersions(body.dry_run(), state, collected));
  HANSA_TRY(CollectScripts(body.dry_run(), state, collected));
  HANSA_TRY(CollectRuns(body.dry_run(), request.now.unix_ms, state, collected));
  Answer(request, std::move(reply), true, out);
  return Success();
}

}  // namespace hansa::coordinator
