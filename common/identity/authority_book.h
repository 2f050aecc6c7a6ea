#pragma once
// What an authority remembers: every site that it invited, which of them it revoked, and the newest
// directory that it signed (v1.DirectoryFile, a JSON file without secrets). Read strictly: each
// signature is checked, and the newest directory must be of the sites that the book calls listed.
// Not thread-safe.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/identity/directory.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::identity {

class AuthorityBook {
 public:
  explicit AuthorityBook(const crypto::Ed25519Public& authority);
  // kBadInput when it is no such file, is larger than limits::kDirectoryFileBytes or has more than
  // limits::kSites sites that are not revoked; kVerification when something in it is not the
  // authority's word. Whose book it is, is for the caller to compare. `source` names it in errors.
  static Result<AuthorityBook> Parse(std::string_view json, std::string_view source);
  std::string ToJson() const;

  const crypto::Ed25519Public& authority() const { return authority_; }
  // In order of invitation; site_id(i) is that of sites()[i].
  const google::protobuf::RepeatedPtrField<v1::InvitedSite>& sites() const { return file_.sites(); }
  const std::string& site_id(int index) const { return ids_[static_cast<size_t>(index)]; }
  bool has_directory() const { return file_.has_directory(); }
  const v1::Signed& directory() const { return file_.directory(); }  // the newest
  uint64_t epoch() const { return epoch_; }                          // of the newest; 0: none
  DirectoryLeaves Listed() const;                                    // the newest's leaves

  // By id, or by name; of several with one name, the last that is not revoked. -1: none.
  int Find(const std::string& name_or_id) const;

  // A certificate, and a revocation, that this authority signed. kRefused when the id is in the
  // book already, or the book is full.
  Result<> AddInvitation(const std::string& name, const v1::Signed& certificate);
  // The first one stays. kBadInput when nobody in the book has its id.
  Result<> AddRevocation(const v1::Signed& revocation);

  // Indices of the sites that the next directory lists anew, and leaves out.
  struct Changes {
    std::vector<int> added, removed;
    bool empty() const { return added.empty() && removed.empty(); }
  };
  Changes Unsigned() const;
  // Signs a directory of all sites that are not revoked; its epoch is the newest's plus one, and
  // above `after`. `authority` is the book's own key.
  void Sign(const crypto::SigningKey& authority, UnixMillis now, uint64_t after = 0);

 private:
  Result<> TakeSites();
  Result<> CheckListed() const;

  crypto::Ed25519Public authority_;
  v1::DirectoryFile file_;
  std::vector<std::string> ids_;  // of file_.sites()
  uint64_t epoch_ = 0;
};

}  // namespace hansa::identity
