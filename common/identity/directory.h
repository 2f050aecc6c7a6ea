#pragma once
// The authority's directory: which sites there are, under a number that only rises
// (docs/protocol/identity.md). Who is not in it is in no roster; so a revocation bites at every
// site that has seen the epoch, whatever the coordinator says. Pure functions; errors are
// kVerification unless said otherwise.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/merkle.h"
#include "common/identity/credential.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::identity {

// Site id -> payload of its InvitationCertificate as signed.
using DirectoryLeaves = std::map<std::string, std::string>;

struct VerifiedDirectory {
  uint64_t epoch = 0;  // 1 to 2^63 - 1
  uint32_t size = 0;   // at most limits::kSites
  crypto::Digest root{};
  UnixMillis issued_unix_ms = 0;
  crypto::Digest digest{};  // SHA-256 of the payload: tells two directories of one epoch apart
};

// At most limits::kSites leaves.
v1::Signed SignDirectory(const crypto::SigningKey& authority, uint64_t epoch,
                         const DirectoryLeaves& leaves, UnixMillis issued_unix_ms);

Result<VerifiedDirectory> VerifyDirectory(const v1::Signed& directory,
                                          const crypto::Ed25519Public& authority);

// The id of a site whose authority keeps a directory: the first 8 bytes of
// SHA-256("hansa/v1/listed-site\n" || invitation key), in hex. Programs from before there were
// directories drew ids, and take this one for such; the site itself sees that a roster without a
// directory is not for it, and nobody can take that out of a certificate that the authority signed.
std::string ListedSiteId(const crypto::Ed25519Public& invitation_key);
bool AsksForDirectory(const VerifiedInvitation& invitation);

// That some leaves are in a directory.
struct InclusionProof {
  std::vector<uint32_t> places;  // of the leaves; ascending
  crypto::AuditPath path;        // crypto::MerkleJointPath
};
// `leaves` in the order of their site ids.
bool VerifyInclusion(const VerifiedDirectory& directory, const std::vector<ByteSpan>& leaves,
                     const InclusionProof& proof);

// A directory with its leaves, to show who is in it. Immutable, so it may be shared by threads.
class PublishedDirectory {
 public:
  // kRefused, with the numbers, when the leaves are not those that were signed.
  static Result<std::shared_ptr<const PublishedDirectory>> Open(
      v1::Signed directory, DirectoryLeaves leaves, const crypto::Ed25519Public& authority);

  const v1::Signed& directory() const { return directory_; }
  const VerifiedDirectory& facts() const { return facts_; }
  bool Lists(const std::string& site_id) const { return leaves_.contains(site_id); }
  const DirectoryLeaves& leaves() const { return leaves_; }
  // `site_ids` ascend, and all are listed. Hashes every leaf.
  InclusionProof Prove(const std::vector<std::string>& site_ids) const;

 private:
  PublishedDirectory(v1::Signed directory, VerifiedDirectory facts, DirectoryLeaves leaves)
      : directory_(std::move(directory)), facts_(facts), leaves_(std::move(leaves)) {}

  v1::Signed directory_;
  VerifiedDirectory facts_;
  DirectoryLeaves leaves_;
};
using DirectoryHandle = std::shared_ptr<const PublishedDirectory>;  // null: none

}  // namespace hansa::identity
