#include "coordinator/app/transcript_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/blob_file.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "common/base/unique_fd.h"
#include "common/transcript/transcript_writer.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

// Frames are small, and many.
class BufferedFile {
 public:
  explicit BufferedFile(BlobFile& file) : file_(file) {}
  Result<> Append(ByteSpan bytes) {
    hansa::Append(waiting_, bytes);
    return waiting_.size() < kBlobWindowBytes ? Success() : Flush();
  }
  Result<> Flush() {
    HANSA_TRY(file_.Append(waiting_));
    waiting_.clear();
    return Success();
  }

 private:
  BlobFile& file_;
  Bytes waiting_;
};

Error CannotWrite(const fs::path& path) {
  return BadInput(StrCat("cannot write ", path.string()), std::strerror(errno));
}

Result<> MakeFolder(const fs::path& folder) {
  std::error_code fault;
  if (!fs::create_directories(folder, fault) && fault)
    return BadInput(StrCat("cannot make ", folder.string()), fault.message());
  fs::permissions(folder, fs::perms::owner_all, fault);
  return SyncFolder(folder.parent_path());
}

}  // namespace

fs::path TranscriptFolder::PathOf(const std::string& job_id, uint64_t session_number) const {
  return runs_ / job_id / "sessions" / StrCat(session_number, ".transcript");
}

Result<RecordedSession> TranscriptFolder::Write(const std::string& job_id,
                                                const RecordWork& work) const {
  const uint64_t number = work.evidence->session_number;
  const fs::path path = PathOf(job_id, number);
  HANSA_TRY(MakeFolder(path.parent_path()));
  const fs::path fresh = path.parent_path() / "unfinished";
  std::error_code none;
  fs::remove(fresh, none);  // of an earlier process
  BlobFile file = HANSA_TRY(BlobFile::Create(fresh, 0));
  BufferedFile buffered(file);
  const transcript::WrittenTranscript written = HANSA_TRY(transcript::WriteTranscript(
      {.job_id = job_id, .previous = work.previous, .coordinator = certificate_}, *work.evidence,
      work.sum, [&buffered](ByteSpan bytes) { return buffered.Append(bytes); }));
  if (work.measured) {
    v1::TranscriptSeal seal;
    seal.mutable_measured();
    const Bytes frame = transcript::SealFrame(written.digest, std::move(seal), key_);
    HANSA_TRY(buffered.Append(frame));
  }
  HANSA_TRY(buffered.Flush());
  HANSA_TRY(file.Sync());
  HANSA_TRY(file.KeepAs(path));
  HANSA_TRY(SyncFolder(path.parent_path()));
  return RecordedSession{number, written.digest, written.bytes};
}

Result<> TranscriptFolder::Seal(const std::string& job_id, const RecordedSession& recorded,
                                v1::TranscriptSeal seal) const {
  const fs::path path = PathOf(job_id, recorded.session_number);
  const Bytes frame = transcript::SealFrame(recorded.digest, std::move(seal), key_);
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  struct stat found {};
  if (!fd.valid() || ::fstat(fd.get(), &found) != 0 ||
      static_cast<uint64_t>(found.st_size) < recorded.bytes) {
    LogWarning(StrCat(path.string(), " is missing or was cut: the session's transcript is lost"));
    return Success();
  }
  const auto end = static_cast<off_t>(recorded.bytes);
  for (size_t done = 0; done < frame.size();) {
    const ssize_t wrote = ::pwrite(fd.get(), frame.data() + done, frame.size() - done,
                                   end + static_cast<off_t>(done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return CannotWrite(path);
    done += static_cast<size_t>(wrote);
  }
  // An earlier process may have sealed it with more words.
  if (::ftruncate(fd.get(), end + static_cast<off_t>(frame.size())) != 0 || ::fsync(fd.get()) != 0)
    return CannotWrite(path);
  return Success();
}

}  // namespace hansa::coordinator
