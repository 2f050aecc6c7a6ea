// Whether the journal's file is still the one that was made here, or a copy of it.

#include <fcntl.h>
#include <sys/stat.h>

#include <optional>

#include "client/storage/journal.h"

namespace hansa::client {
namespace {

struct Place {
  int64_t inode = 0;
  int64_t born = 0;  // nanoseconds since 1970; 0 where the file system does not know
  bool operator==(const Place&) const = default;
};

// Empty: not a file of this machine's (a database in memory).
std::optional<Place> PlaceOf(const std::string& path) {
  struct statx status {};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_INO | STATX_BTIME, &status) != 0)
    return std::nullopt;
  Place place{.inode = static_cast<int64_t>(status.stx_ino)};
  if ((status.stx_mask & STATX_BTIME) != 0)
    place.born = status.stx_btime.tv_sec * 1'000'000'000 + status.stx_btime.tv_nsec;
  return place;
}

}  // namespace

Result<> Journal::FindPlace(const std::string& path) {
  const std::optional<Place> here = PlaceOf(path);
  if (!here) return Success();
  int64_t copies = 0;
  {
    sqlite::Statement known = HANSA_TRY(database_.Prepare("SELECT inode, born, copies FROM place"));
    if (HANSA_TRY(known.Step())) {
      if (Place{known.Int(0), known.Int(1)} == *here) return Success();
      found_copied_ = true;
      copies = known.Int(2) + 1;
    }
  }
  sqlite::Statement write =
      HANSA_TRY(database_.Prepare("INSERT OR REPLACE INTO place VALUES (1, ?, ?, ?)"));
  return write.BindInt(1, here->inode).BindInt(2, here->born).BindInt(3, copies).Run();
}

Result<bool> Journal::MayHaveAnswered(ByteSpan job_digest, uint64_t base_version) {
  const int64_t copies =
      HANSA_TRY(database_.QueryInt("SELECT coalesce(max(copies), 0) FROM place"));
  if (copies == 0) return false;
  {
    sqlite::Statement known = HANSA_TRY(
        database_.Prepare("SELECT version FROM doubtful WHERE job_digest = ? AND copies = ?"));
    known.BindBlob(1, job_digest).BindInt(2, copies);
    if (HANSA_TRY(known.Step())) return base_version <= static_cast<uint64_t>(known.Int(0));
  }
  sqlite::Statement write =
      HANSA_TRY(database_.Prepare("INSERT OR REPLACE INTO doubtful VALUES (?, ?, ?)"));
  write.BindBlob(1, job_digest).BindInt(2, copies).BindInt(3, static_cast<int64_t>(base_version));
  HANSA_TRY(write.Run());
  return true;
}

}  // namespace hansa::client
