#include "common/identity/authority_book.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <set>

#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/identity/credential.h"
#include "common/identity/site_name.h"

namespace hansa::identity {
namespace {

namespace json = google::protobuf::util;

constexpr uint32_t kVersion = 1;

Error Unusable(std::string why) {
  return VerificationFailed("the authority's book cannot be used", std::move(why),
                            "Take the newest copy of it; its files are listed in the operator's "
                            "guide under \"An authority without a network\"");
}

bool IsListed(const v1::InvitedSite& site) {
  return site.listed_from() > 0 && site.listed_until() == 0;
}

bool AreEpochs(const v1::InvitedSite& site, uint64_t newest) {
  if (site.listed_from() > newest || site.listed_until() > newest) return false;
  return site.listed_until() == 0 || site.listed_from() < site.listed_until();
}

}  // namespace

AuthorityBook::AuthorityBook(const crypto::Ed25519Public& authority) : authority_(authority) {
  file_.set_version(kVersion);
  file_.set_authority_key(hansa::ToString(authority));
}

Result<AuthorityBook> AuthorityBook::Parse(std::string_view text, std::string_view source) {
  const std::string what = StrCat("cannot read the authority's book in ", source);
  if (text.size() > limits::kDirectoryFileBytes)
    return BadInput(what,
                    StrCat("it is larger than ", HumanBytes(double(limits::kDirectoryFileBytes))));
  v1::DirectoryFile file;  // unknown fields are errors by default
  if (!json::JsonStringToMessage({text.data(), text.size()}, &file).ok())
    return BadInput(what, "it is not such a file: cut short, or not as written",
                    "Copy the file again");
  if (file.version() != kVersion)
    return BadInput(what, StrCat("its version is ", file.version(),
                                 "; this version of Hansa knows ", kVersion));
  crypto::Ed25519Public authority;
  if (file.authority_key().size() != authority.size())
    return BadInput(what, StrCat("its authority_key has ", file.authority_key().size(), " bytes"));
  std::copy(file.authority_key().begin(), file.authority_key().end(), authority.begin());
  AuthorityBook book(authority);
  book.file_ = std::move(file);
  Result<> checked = book.TakeSites();
  if (checked.ok()) checked = book.CheckListed();
  if (!checked.ok()) return std::move(checked).error().WithContext(std::string(source));
  return book;
}

Result<> AuthorityBook::TakeSites() {
  if (has_directory()) epoch_ = HANSA_TRY(VerifyDirectory(directory(), authority_)).epoch;
  std::set<std::string> known;
  for (const v1::InvitedSite& site : file_.sites()) {
    HANSA_TRY(CheckSiteName(site.name()));
    const auto invitation = HANSA_TRY(VerifyInvitationCertificate(site.certificate(), authority_));
    if (!known.insert(invitation.site_id).second)
      return Unusable(StrCat("site ", invitation.site_id, " is in it twice"));
    if (!AreEpochs(site, epoch_))
      return Unusable(StrCat("the epochs of site ", invitation.site_id, " do not fit"));
    ids_.push_back(invitation.site_id);
    if (!site.has_revocation()) continue;
    const auto revocation = HANSA_TRY(VerifyRevocation(site.revocation(), authority_));
    if (revocation.site_id != invitation.site_id)
      return Unusable(StrCat("the revocation of site ", invitation.site_id, " is another's"));
  }
  return Success();
}

// What it says of each site is what was signed of all of them.
Result<> AuthorityBook::CheckListed() const {
  const auto active = std::count_if(sites().begin(), sites().end(),
                                    [](const auto& site) { return !site.has_revocation(); });
  if (static_cast<uint64_t>(active) > limits::kSites)
    return Unusable(StrCat(active, " sites are not revoked; the most is ", limits::kSites));
  DirectoryLeaves listed = Listed();
  if (has_directory()) {
    HANSA_TRY(PublishedDirectory::Open(directory(), std::move(listed), authority_));
  } else if (!listed.empty()) {
    return Unusable(StrCat(listed.size(),
                           " sites are called listed in a directory that is not "
                           "there"));
  }
  return Success();
}

std::string AuthorityBook::ToJson() const {
  json::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  HANSA_CHECK(json::MessageToJsonString(file_, &text, options).ok());
  return text;
}

DirectoryLeaves AuthorityBook::Listed() const {
  DirectoryLeaves leaves;
  for (int i = 0; i < file_.sites_size(); ++i)
    if (IsListed(file_.sites(i)))
      leaves.emplace(site_id(i), file_.sites(i).certificate().payload());
  return leaves;
}

int AuthorityBook::Find(const std::string& name_or_id) const {
  int found = -1;
  for (int i = 0; i < file_.sites_size(); ++i) {
    if (site_id(i) == name_or_id) return i;
    if (file_.sites(i).name() != name_or_id) continue;
    if (found < 0 || file_.sites(found).has_revocation() || !file_.sites(i).has_revocation())
      found = i;
  }
  return found;
}

Result<> AuthorityBook::AddInvitation(const std::string& name, const v1::Signed& certificate) {
  HANSA_TRY(CheckSiteName(name));
  const auto invitation = HANSA_TRY(VerifyInvitationCertificate(certificate, authority_));
  if (std::find(ids_.begin(), ids_.end(), invitation.site_id) != ids_.end())
    return Refused(StrCat("site ", invitation.site_id, " is in the authority's book already"));
  const auto active = std::count_if(sites().begin(), sites().end(),
                                    [](const auto& site) { return !site.has_revocation(); });
  if (static_cast<uint64_t>(active) >= limits::kSites)
    return Refused("the authority's book is full", StrCat(active, " sites are not revoked"),
                   "Revoke invitations that were never used: hansa authority revoke NAME");
  v1::InvitedSite& site = *file_.add_sites();
  site.set_name(name);
  *site.mutable_certificate() = certificate;
  ids_.push_back(invitation.site_id);
  return Success();
}

Result<> AuthorityBook::AddRevocation(const v1::Signed& revocation) {
  const auto verified = HANSA_TRY(VerifyRevocation(revocation, authority_));
  const auto found = std::find(ids_.begin(), ids_.end(), verified.site_id);
  if (found == ids_.end())
    return BadInput("nothing is revoked",
                    StrCat("no site in the authority's book has the id ", verified.site_id));
  v1::InvitedSite& site = *file_.mutable_sites(static_cast<int>(found - ids_.begin()));
  if (!site.has_revocation()) *site.mutable_revocation() = revocation;
  return Success();
}

AuthorityBook::Changes AuthorityBook::Unsigned() const {
  Changes changes;
  for (int i = 0; i < file_.sites_size(); ++i) {
    const v1::InvitedSite& site = file_.sites(i);
    if (IsListed(site) && site.has_revocation())
      changes.removed.push_back(i);
    else if (site.listed_from() == 0 && !site.has_revocation())
      changes.added.push_back(i);
  }
  return changes;
}

void AuthorityBook::Sign(const crypto::SigningKey& authority, UnixMillis now, uint64_t after) {
  HANSA_CHECK(authority.public_key() == authority_);
  const Changes changes = Unsigned();
  epoch_ = std::max(epoch_, after) + 1;
  for (const int added : changes.added) file_.mutable_sites(added)->set_listed_from(epoch_);
  for (const int removed : changes.removed) file_.mutable_sites(removed)->set_listed_until(epoch_);
  *file_.mutable_directory() = SignDirectory(authority, epoch_, Listed(), now);
}

}  // namespace hansa::identity
