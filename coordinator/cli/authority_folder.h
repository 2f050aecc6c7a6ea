#pragma once
// The authority's own folder: the operator's context, or one on a machine without a network. Beside
// the files of context_folder.h that it needs (authority.key, authority.pub, and for invitations
// address and coordinator.cert):
//   authority.book  what it invited, revoked and signed (common/identity/authority_book.h)
//   authority.lock  held while the book is changed: two epochs must not be signed at once

#include <filesystem>
#include <string>

#include "common/base/result.h"
#include "common/base/unique_fd.h"
#include "common/crypto/ed25519.h"
#include "common/identity/authority.h"
#include "common/identity/authority_book.h"

namespace hansa::cli {

class AuthorityFolder {
 public:
  // Waits for another command that has it open. kBadInput when the key or the book is not there.
  static Result<AuthorityFolder> Open(const std::filesystem::path& folder);
  // The same; without a book it begins an empty one.
  static Result<AuthorityFolder> OpenOrBegin(const std::filesystem::path& folder);
  static bool HasBook(const std::filesystem::path& folder);

  const crypto::SigningKey& key() const { return key_; }
  identity::AuthorityBook& book() { return book_; }
  // Durable when it returns: before anything signed leaves the machine.
  Result<> Save() const;

 private:
  AuthorityFolder(std::filesystem::path folder, UniqueFd lock, crypto::SigningKey key,
                  identity::AuthorityBook book)
      : folder_(std::move(folder)),
        lock_(std::move(lock)),
        key_(std::move(key)),
        book_(std::move(book)) {}

  std::filesystem::path folder_;
  UniqueFd lock_;
  crypto::SigningKey key_;
  identity::AuthorityBook book_;
};

// Makes the folder (0700), a new authority's key and an empty book. Refuses to overwrite.
Result<> InitAuthority(const std::filesystem::path& folder);
// Writes the empty book of a new authority.
Result<> WriteEmptyBook(const std::filesystem::path& folder,
                        const crypto::Ed25519Public& authority);
// Takes the authority, its book and what its invitations need to a new folder, and its key and book
// out of this one.
Result<> MoveAuthority(const std::filesystem::path& from, const std::filesystem::path& to);

// A site's invitation under the address and the coordinator's certificate in the folder.
Result<identity::IssuedInvitation> IssueInvitation(const std::filesystem::path& folder,
                                                   const crypto::SigningKey& authority,
                                                   const std::string& name, Duration lifetime);

// A copy of a book, as `hansa authority directory` writes it.
Result<identity::AuthorityBook> ReadBook(const std::filesystem::path& file);

}  // namespace hansa::cli
