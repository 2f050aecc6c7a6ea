// The authority that the journal pinned.

#include "client/storage/journal.h"
#include "common/base/text.h"

namespace hansa::client {

Result<std::optional<Bytes>> Journal::PinnedAuthority() {
  sqlite::Statement select = HANSA_TRY(database_.Prepare("SELECT key FROM authority"));
  if (!HANSA_TRY(select.Step())) return std::optional<Bytes>();
  const ByteSpan key = select.Blob(0);
  return std::optional<Bytes>(Bytes(key.begin(), key.end()));
}

Result<> Journal::PinAuthority(ByteSpan key) {
  const std::optional<Bytes> pinned = HANSA_TRY(PinnedAuthority());
  if (pinned && *pinned == Bytes(key.begin(), key.end())) return Success();
  if (pinned) {
    return VerificationFailed(
        "this site follows another authority",
        StrCat("pinned is ", Hex(*pinned), ", offered was ", Hex(key)),
        "If the operator did change the authority, join again with a new state folder");
  }
  sqlite::Statement insert = HANSA_TRY(database_.Prepare("INSERT INTO authority VALUES (1, ?)"));
  return insert.BindBlob(1, key).Run();
}

}  // namespace hansa::client
