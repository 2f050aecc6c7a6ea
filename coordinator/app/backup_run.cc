#include "coordinator/app/backup_run.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "coordinator/backup/hashed_copy.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

constexpr Duration kLookAtFiles = milliseconds(20);

bool IsWithin(const fs::path& path, const fs::path& folder) {
  const fs::path relative =
      fs::weakly_canonical(path).lexically_relative(fs::weakly_canonical(folder));
  return !relative.empty() && *relative.begin() != "..";
}

Result<> CheckPlaces(const BackupSource& source, const fs::path& out) {
  if (!IsWithin(source.state, source.dir))
    return Refused(
        "no backup can be made",
        StrCat("the state folder ", source.state.string(), " is outside ", source.dir.string()),
        "Stop the coordinator, move it inside, and change `state` in coordinator.toml");
  if (!out.is_absolute() || out.string().size() > limits::kPathBytes)
    return BadInput("no backup is made", "the folder is not an absolute path");
  std::error_code fault;
  if (fs::exists(out, fault))
    return Refused("no backup is made", StrCat(out.string(), " is there already"),
                   "Give a folder that is new");
  if (!fs::is_directory(out.parent_path(), fault))
    return BadInput("no backup is made",
                    StrCat(out.parent_path().string(), " is not a folder of this machine"),
                    "Make it on the coordinator's machine first");
  if (IsWithin(out, source.dir))
    return Refused("no backup is made",
                   StrCat(out.string(), " is inside the coordinator's own folder"),
                   "Give a folder outside of it, on another disk if there is one");
  return Success();
}

}  // namespace

BackupRun::BackupRun(const BackupSource& source, const fs::path& out, UnixMillis now)
    : source_(source), out_(out), unfinished_(out.string() + ".unfinished"), started_(now) {}

Result<std::unique_ptr<BackupRun>> BackupRun::Start(Store& store, const BackupSource& source,
                                                    const fs::path& out, UnixMillis now) {
  HANSA_TRY(CheckPlaces(source, out));
  std::unique_ptr<BackupRun> run(new BackupRun(source, out, now));
  std::error_code ignored;
  fs::remove_all(run->unfinished_, ignored);  // of a process that was killed
  const fs::path copy = StoreCopyIn(run->unfinished_, source);
  HANSA_TRY(MakePrivateFolder(copy.parent_path()));
  run->copy_ = HANSA_TRY(store.StartCopy(copy.string()));
  return run;
}

BackupRun::~BackupRun() {
  progress_.stop = true;
  if (thread_.joinable()) thread_.join();
  copy_.reset();
  std::error_code ignored;
  fs::remove_all(unfinished_, ignored);
}

bool BackupRun::Step() {
  if (result_) return true;
  if (copy_) {
    Result<bool> whole = copy_->Step();
    if (!whole.ok()) {
      result_ = std::move(whole).error();
      return true;
    }
    if (!*whole) return false;
    copy_.reset();
    thread_ = std::thread([this] { CopyFiles(); });
    return false;
  }
  if (!files_done_) return false;
  thread_.join();
  result_ = Finish();
  return true;
}

void BackupRun::CopyFiles() {
  made_ = CompleteBackup(unfinished_, source_, started_, progress_);
  files_done_ = true;
}

Result<BackupManifest> BackupRun::Finish() {
  BackupManifest manifest = HANSA_TRY(std::move(*made_));
  if (std::rename(unfinished_.c_str(), out_.c_str()) != 0)
    return BadInput(StrCat("cannot make ", out_.string()), std::strerror(errno));
  HANSA_TRY(SyncFolder(out_.parent_path()));
  return manifest;
}

Instant BackupRun::NextWake(Instant now) const { return copy_ ? now : now + kLookAtFiles; }

}  // namespace hansa::coordinator
