// The authority's newest directory that the journal knows of.

#include <limits>

#include "client/storage/journal.h"
#include "common/base/text.h"

namespace hansa::client {

Result<Journal::Directory> Journal::NewestDirectory() {
  sqlite::Statement select = HANSA_TRY(database_.Prepare("SELECT epoch, digest FROM directory"));
  if (!HANSA_TRY(select.Step())) return Directory();
  const ByteSpan digest = select.Blob(1);
  return Directory{static_cast<uint64_t>(select.Int(0)), Bytes(digest.begin(), digest.end())};
}

Result<> Journal::SeeDirectory(uint64_t epoch, ByteSpan digest) {
  const Directory newest = HANSA_TRY(NewestDirectory());
  if (epoch == newest.epoch && Bytes(digest.begin(), digest.end()) == newest.digest)
    return Success();
  if (epoch <= newest.epoch || epoch > std::numeric_limits<int64_t>::max())
    return Refused("a directory of the authority was about to take the place of a newer one",
                   StrCat("epoch ", epoch, " that of ", newest.epoch));
  sqlite::Statement write =
      HANSA_TRY(database_.Prepare("INSERT OR REPLACE INTO directory VALUES (1, ?, ?)"));
  return write.BindInt(1, static_cast<int64_t>(epoch)).BindBlob(2, digest).Run();
}

}  // namespace hansa::client
