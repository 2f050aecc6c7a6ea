#pragma once
// One backup under way. The store is copied a little at each turn of the loop, whose connection it
// is; the files follow on a thread. The folder appears when it is whole. The loop's.

#include <memory>
#include <optional>
#include <thread>

#include "common/base/time.h"
#include "coordinator/backup/backup_files.h"
#include "coordinator/storage/store.h"

namespace hansa::coordinator {

class BackupRun {
 public:
  // `out` is absolute, on this machine, and not there yet. kBadInput or kRefused otherwise.
  static Result<std::unique_ptr<BackupRun>> Start(Store& store, const BackupSource& source,
                                                  const std::filesystem::path& out, UnixMillis now);
  ~BackupRun();  // one that is not over leaves nothing behind

  // Goes on; whether it is over. Then there is a result.
  bool Step();
  const Result<BackupManifest>& result() const { return *result_; }
  const BackupProgress& progress() const { return progress_; }
  const std::filesystem::path& out() const { return out_; }
  // When to go on at the latest.
  Instant NextWake(Instant now) const;

 private:
  BackupRun(const BackupSource& source, const std::filesystem::path& out, UnixMillis now);
  void CopyFiles();  // on the thread
  Result<BackupManifest> Finish();

  const BackupSource source_;
  const std::filesystem::path out_, unfinished_;
  const UnixMillis started_;
  std::unique_ptr<StoreCopy> copy_;  // null: copied
  BackupProgress progress_;
  std::optional<Result<BackupManifest>> result_;
  std::optional<Result<BackupManifest>> made_;  // the thread's, until files_done_
  std::atomic<bool> files_done_{false};
  std::thread thread_;
};

}  // namespace hansa::coordinator
