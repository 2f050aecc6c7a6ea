#include "coordinator/app/transcript_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/blob_file.h"
#include "common/base/check.h"
#include "common/base/file_blob.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "common/base/unique_fd.h"
#include "common/transcript/read_opening.h"
#include "common/transcript/transcript_frame.h"
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

fs::path InputsOf(fs::path transcript) { return transcript.replace_extension(".inputs"); }

// The file of the spool under a second name, its contents on the disk. False: it is not there.
Result<bool> Link(const fs::path& from, const fs::path& to) {
  const UniqueFd fd(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return false;
  if (::fsync(fd.get()) != 0 || ::link(from.c_str(), to.c_str()) != 0) return CannotWrite(to);
  return true;
}

struct ArchivedInput {
  std::string site_id;
  crypto::Digest sha256{};
};

// As the coordinator accepted them.
ArchivedInput InputOf(const transcript::SessionEvidence& evidence, uint32_t index,
                      const v1::Signed& signed_commitment) {
  v1::MaskedCommitment commitment;
  v1::RosterEntry entry;
  v1::Advertisement advertisement;
  HANSA_CHECK(commitment.ParseFromString(signed_commitment.payload()) &&
              entry.ParseFromString(evidence.entries[index]) &&
              advertisement.ParseFromString(entry.advertisement().payload()));
  ArchivedInput input{.site_id = advertisement.site_id()};
  HANSA_CHECK(commitment.masked_sha256().size() == input.sha256.size());
  std::copy(commitment.masked_sha256().begin(), commitment.masked_sha256().end(),
            input.sha256.begin());
  return input;
}

// Of U2 alone. A masked input that came late is nowhere: shares of its mask key may be out.
Result<> Archive(const transcript::SessionEvidence& evidence, const Spool& spool,
                 const fs::path& folder) {
  std::error_code none;
  fs::remove_all(folder, none);  // of an earlier process
  HANSA_TRY(MakeFolder(folder));
  const std::string session = ToString(crypto::Sha256(AsSpan(evidence.params.payload())));
  for (const auto& [index, commitment] : evidence.masked) {
    const ArchivedInput input = InputOf(evidence, index, commitment);
    const fs::path from = spool.UploadPath(session, input.site_id, input.sha256);
    if (HANSA_TRY(Link(from, folder / input.site_id))) continue;
    LogWarning(StrCat("the masked inputs of session ", evidence.session_number,
                      " are not archived: that of site ", input.site_id, " is not in the spool"));
    fs::remove_all(folder, none);
    return Success();
  }
  return SyncFolder(folder);
}

// Of the session that a file or folder is of.
std::optional<uint64_t> NumberOf(const fs::path& path) {
  const std::string number = path.stem().string();
  if (number.empty() || number.size() >= 20 ||
      number.find_first_not_of("0123456789") != number.npos)
    return std::nullopt;
  return std::stoull(number);
}

// Where the frames end, and what the last of them holds; empty: they do not end with the file.
struct LastRecord {
  v1::TranscriptRecord record;
  uint64_t end = 0;
};
Result<std::optional<LastRecord>> FindLast(const Blob& file) {
  constexpr uint64_t kAround = sizeof(uint32_t) + sizeof(crypto::Digest);
  uint64_t at = transcript::kFormatLine.size(), last = 0;
  while (at + kAround <= file.size()) {
    std::array<uint8_t, sizeof(uint32_t)> length;
    HANSA_TRY(file.ReadAt(at, length));
    last = at;
    at += kAround + ReadLittleEndian<uint32_t>(length);
  }
  if (at != file.size() || last == 0) return std::optional<LastRecord>();
  Bytes bytes(static_cast<size_t>(at - last - kAround));
  if (bytes.size() > transcript::kRecordBytes) return std::optional<LastRecord>();
  HANSA_TRY(file.ReadAt(last + sizeof(uint32_t), bytes));
  LastRecord found{.end = at};
  if (!found.record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return std::optional<LastRecord>();
  return std::optional(std::move(found));
}

// The digest of the transcript before; empty: it is the job's first, or damaged.
std::optional<crypto::Digest> PreviousOf(const Blob& file) {
  const auto opening = transcript::ReadOpening(file);
  crypto::Digest digest;
  if (!opening || opening->previous().size() != digest.size()) return std::nullopt;
  std::copy(opening->previous().begin(), opening->previous().end(), digest.begin());
  return digest;
}

// The highest below `session_number`; 0: there is none.
uint64_t NumberBefore(const fs::path& folder, uint64_t session_number) {
  uint64_t before = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    const auto number = NumberOf(entry.path());
    if (entry.path().extension() == ".transcript" && number && *number < session_number)
      before = std::max(before, *number);
  }
  return before;
}

}  // namespace

Result<> TranscriptFolder::SealAbandoned(const std::string& job_id, uint64_t session_number,
                                         const crypto::Digest& newest) const {
  std::optional<crypto::Digest> digest = newest;
  while (digest && session_number != 0) {
    const fs::path path = PathOf(job_id, session_number);
    const auto file = FileBlob::Open(path);
    if (!file.ok()) return Success();
    const std::optional<LastRecord> last = HANSA_TRY(FindLast(**file));
    if (!last || !last->record.has_sum()) return Success();
    v1::TranscriptSeal seal;
    seal.set_nothing("its round was given up when the coordinator started again");
    HANSA_TRY(Seal(job_id, {session_number, *digest, last->end}, std::move(seal)));
    digest = PreviousOf(**file);
    session_number = NumberBefore(path.parent_path(), session_number);
  }
  return Success();
}

void TranscriptFolder::KeepUpTo(const std::string& job_id, uint64_t session_number) const {
  std::error_code none;
  std::vector<fs::path> unknown;
  for (const auto& entry : fs::directory_iterator(runs_ / job_id / "sessions", none)) {
    const auto number = NumberOf(entry.path());
    if (!number || *number > session_number) unknown.push_back(entry.path());
  }
  for (const fs::path& path : unknown) fs::remove_all(path, none);
}

fs::path TranscriptFolder::PathOf(const std::string& job_id, uint64_t session_number) const {
  return runs_ / job_id / "sessions" / StrCat(session_number, ".transcript");
}

Result<RecordedSession> TranscriptFolder::Write(const std::string& job_id, const RecordWork& work,
                                                const Spool& spool) const {
  const uint64_t number = work.evidence->session_number;
  const fs::path path = PathOf(job_id, number);
  HANSA_TRY(MakeFolder(path.parent_path()));
  const fs::path fresh = path.parent_path() / "unfinished";
  std::error_code none;
  fs::remove(fresh, none);  // of an earlier process
  if (work.archives) HANSA_TRY(Archive(*work.evidence, spool, InputsOf(path)));
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
