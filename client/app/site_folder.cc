#include "client/app/site_folder.h"

#include <sys/stat.h>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/identity/key_file.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;
constexpr size_t kLargestCertificate = 64 << 10;

Result<> CheckMode(const fs::path& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
    return BadInput(StrCat(folder.string(), " is not a folder"), "",
                    "Name the state folder in site.toml or with --state");
  if ((status.st_mode & 077) == 0) return Success();
  return Refused(StrCat("the state folder ", folder.string(), " is open to others"),
                 "it holds the site's keys", StrCat("chmod 700 ", folder.string()));
}

template <typename Message>
Result<Message> ReadMessage(const fs::path& path) {
  Message message;
  if (!message.ParseFromString(HANSA_TRY(ReadFile(path, kLargestCertificate))))
    return BadInput(StrCat(path.string(), " is damaged"), "it does not parse",
                    "Join again with a new invitation");
  return message;
}

std::string Trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \r\n\t") + 1);
  return text;
}

Result<SiteKeys> LoadKeys(const SitePaths& paths) {
  auto identity =
      crypto::SigningKey::FromSeed(HANSA_TRY(identity::ReadSecretKeyFile(paths.identity_key())));
  transport::CurveKeyPair curve;
  curve.secret_key = HANSA_TRY(identity::ReadSecretKeyFile(paths.curve_key()));
  curve.public_key = transport::CurvePublicOf(curve.secret_key);
  return SiteKeys{std::move(identity), std::move(curve)};
}

}  // namespace

bool HasJoined(const SitePaths& paths) {
  std::error_code none;
  return fs::exists(paths.credential(), none);
}

Result<> MakeStateFolder(const SitePaths& paths) {
  std::error_code fault;
  if (!fs::exists(paths.state(), fault)) {
    fs::create_directories(paths.state(), fault);
    if (fault)
      return BadInput(StrCat("cannot make the folder ", paths.state().string()), fault.message());
    fs::permissions(paths.state(), fs::perms::owner_all, fault);
  }
  return CheckMode(paths.state());
}

Result<> SaveKeys(const SitePaths& paths, const SiteKeys& keys) {
  HANSA_TRY(identity::WriteSecretKeyFile(paths.identity_key(), keys.identity.seed()));
  return identity::WriteSecretKeyFile(paths.curve_key(), keys.curve.secret_key);
}

Result<> SaveEnrolment(const SitePaths& paths, const identity::Invitation& invitation,
                       const v1::SiteCredential& credential) {
  HANSA_TRY(identity::WritePublicKeyFile(paths.authority(), invitation.authority));
  HANSA_TRY(WriteFileAtomically(paths.coordinator(),
                                invitation.coordinator_certificate.SerializeAsString()));
  HANSA_TRY(WriteFileAtomically(paths.address(), invitation.address + "\n"));
  return WriteFileAtomically(paths.credential(), credential.SerializeAsString());
}

Result<SiteFolder> LoadSiteFolder(const fs::path& state) {
  const SitePaths paths(state);
  if (!HasJoined(paths))
    return BadInput("this site has not joined a coordinator yet",
                    StrCat(paths.credential().string(), " does not exist"),
                    "hansa-client join FILE, with an invitation from the operator");
  HANSA_TRY(CheckMode(state));
  SiteFolder folder{.paths = paths, .site_id = "", .keys = HANSA_TRY(LoadKeys(paths))};
  folder.authority = HANSA_TRY(identity::ReadPublicKeyFile(paths.authority()));
  folder.credential = HANSA_TRY(ReadMessage<v1::SiteCredential>(paths.credential()));
  folder.coordinator = HANSA_TRY(identity::VerifyCoordinatorCertificate(
      HANSA_TRY(ReadMessage<v1::Signed>(paths.coordinator())), folder.authority));
  folder.address = Trimmed(HANSA_TRY(ReadFile(paths.address(), 4096)));

  const identity::VerifiedSite site =
      HANSA_TRY(identity::VerifySiteCredential(folder.credential, folder.authority));
  if (site.identity_key != folder.keys.identity.public_key() ||
      site.curve_key != folder.keys.curve.public_key)
    return VerificationFailed("the site's keys do not fit its credential", state.string(),
                              "Restore the folder as it was, or join again");
  folder.site_id = site.site_id;
  return folder;
}

}  // namespace hansa::client
