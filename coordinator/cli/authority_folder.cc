#include "coordinator/cli/authority_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/random.h"
#include "common/identity/key_file.h"
#include "coordinator/cli/context_folder.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;
using identity::AuthorityBook;

constexpr const char* kBook = "authority.book";
constexpr const char* kKey = "authority.key";

Result<UniqueFd> Lock(const fs::path& folder) {
  const fs::path file = folder / "authority.lock";
  UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd.valid()) return BadInput(StrCat("cannot open ", file.string()), std::strerror(errno));
  while (::flock(fd.get(), LOCK_EX) != 0)
    if (errno != EINTR)
      return BadInput(StrCat("cannot lock ", file.string()), std::strerror(errno));
  return fd;
}

Result<AuthorityBook> LoadBook(const fs::path& folder, const crypto::Ed25519Public& authority) {
  AuthorityBook book = HANSA_TRY(ReadBook(folder / kBook));
  if (book.authority() == authority) return book;
  return VerificationFailed(
      StrCat("the authority's book in ", folder.string(), " is another authority's"),
      StrCat("it names the key ", Hex(book.authority()), ", the folder holds ", Hex(authority)),
      "Put the book that belongs to authority.key back");
}

Result<> MakeFolder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (!fault) fs::permissions(folder, fs::perms::owner_all, fault);
  if (!fault) return Success();
  return BadInput(StrCat("cannot make the folder ", folder.string()), fault.message());
}

Result<> CheckVacant(const fs::path& folder) {
  if (!fs::exists(folder / kKey) && !fs::exists(folder / kBook)) return Success();
  return Refused(StrCat("will not overwrite the authority in ", folder.string()),
                 "whoever holds its key decides who is a site", "Name another folder");
}

Result<> CopyFile(const fs::path& from, const fs::path& to, unsigned mode) {
  const std::string bytes = HANSA_TRY(ReadFile(from, limits::kDirectoryFileBytes));
  return WriteFileAtomically(to, bytes, mode);
}

}  // namespace

bool AuthorityFolder::HasBook(const fs::path& folder) { return fs::exists(folder / kBook); }

Result<AuthorityFolder> AuthorityFolder::Open(const fs::path& folder) {
  crypto::SigningKey key = HANSA_TRY(LoadAuthorityKey(folder));
  if (!HasBook(folder))
    return BadInput(
        StrCat("the authority's book is not in ", folder.string()),
        "without it a new directory would leave out sites that were invited before",
        "Put authority.book back, or begin one from what the coordinator knows: hansa authority "
        "adopt");
  UniqueFd lock = HANSA_TRY(Lock(folder));
  AuthorityBook book = HANSA_TRY(LoadBook(folder, key.public_key()));
  return AuthorityFolder(folder, std::move(lock), std::move(key), std::move(book));
}

Result<AuthorityFolder> AuthorityFolder::OpenOrBegin(const fs::path& folder) {
  if (HasBook(folder)) return Open(folder);
  crypto::SigningKey key = HANSA_TRY(LoadAuthorityKey(folder));
  UniqueFd lock = HANSA_TRY(Lock(folder));
  AuthorityBook book(key.public_key());
  return AuthorityFolder(folder, std::move(lock), std::move(key), std::move(book));
}

Result<> AuthorityFolder::Save() const {
  return WriteFileAtomically(folder_ / kBook, book_.ToJson());
}

Result<> InitAuthority(const fs::path& folder) {
  HANSA_TRY(CheckVacant(folder));
  HANSA_TRY(MakeFolder(folder));
  crypto::SystemRandom random;
  const crypto::SigningKey key = crypto::SigningKey::Generate(random);
  HANSA_TRY(WriteEmptyBook(folder, key.public_key()));
  HANSA_TRY(identity::WritePublicKeyFile(folder / "authority.pub", key.public_key()));
  return identity::WriteSecretKeyFile(folder / kKey, key.seed());
}

Result<> WriteEmptyBook(const fs::path& folder, const crypto::Ed25519Public& authority) {
  return WriteFileAtomically(folder / kBook, AuthorityBook(authority).ToJson());
}

Result<> MoveAuthority(const fs::path& from, const fs::path& to) {
  AuthorityFolder authority = HANSA_TRY(AuthorityFolder::Open(from));
  HANSA_TRY(CheckVacant(to));
  HANSA_TRY(MakeFolder(to));
  for (const char* file : {"authority.pub", "address", "coordinator.cert", kBook})
    if (fs::exists(from / file)) HANSA_TRY(CopyFile(from / file, to / file, 0644));
  HANSA_TRY(identity::WriteSecretKeyFile(to / kKey, authority.key().seed()));
  // The key is in its new place for good before it leaves the old one.
  HANSA_TRY(SyncFolder(to));
  for (const char* file : {kKey, kBook, "authority.lock"}) {
    std::error_code fault;
    fs::remove(from / file, fault);
    if (fault)
      return BadInput(StrCat("cannot remove ", (from / file).string()), fault.message(),
                      "Remove it by hand: the authority is at its new place already");
  }
  return SyncFolder(from);
}

Result<identity::IssuedInvitation> IssueInvitation(const fs::path& folder,
                                                   const crypto::SigningKey& authority,
                                                   const std::string& name, Duration lifetime) {
  identity::InvitationRequest request;
  request.address = HANSA_TRY(LoadAddress(folder));
  request.site_name = name;
  request.expires_unix_ms =
      ReadClocks().unix_ms + std::chrono::duration_cast<milliseconds>(lifetime).count();
  const Bytes certificate = HANSA_TRY(LoadCoordinatorCertificate(folder));
  if (!request.coordinator.ParseFromString(ToString(certificate)))
    return BadInput(StrCat("the coordinator's certificate in ", folder.string(), " is unusable"));
  crypto::SystemRandom random;
  return identity::IssueInvitation(authority, request, random);
}

Result<AuthorityBook> ReadBook(const fs::path& file) {
  const std::string text = HANSA_TRY(ReadFile(file, limits::kDirectoryFileBytes));
  return AuthorityBook::Parse(text, file.string());
}

}  // namespace hansa::cli
