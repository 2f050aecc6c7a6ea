#include "common/identity/directory.h"

#include <algorithm>
#include <limits>

#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"

namespace hansa::identity {
namespace {

constexpr uint32_t kVersion = 1;
constexpr uint64_t kLastEpoch = std::numeric_limits<int64_t>::max();
constexpr std::string_view kListedSite = "hansa/v1/listed-site\n";
constexpr std::string_view kWhat = "the authority's directory";

Error Unacceptable(std::string why) {
  return VerificationFailed(StrCat("cannot accept ", kWhat), std::move(why));
}

std::vector<ByteSpan> SpansOf(const DirectoryLeaves& leaves) {
  std::vector<ByteSpan> spans;
  spans.reserve(leaves.size());
  for (const auto& leaf : leaves) spans.push_back(AsSpan(leaf.second));
  return spans;
}

}  // namespace

v1::Signed SignDirectory(const crypto::SigningKey& authority, uint64_t epoch,
                         const DirectoryLeaves& leaves, UnixMillis issued_unix_ms) {
  HANSA_CHECK(leaves.size() <= limits::kSites && epoch > 0 && epoch <= kLastEpoch);
  v1::Directory directory;
  directory.set_version(kVersion);
  directory.set_epoch(epoch);
  directory.set_size(static_cast<uint32_t>(leaves.size()));
  directory.set_root(ToString(crypto::MerkleRoot(SpansOf(leaves))));
  directory.set_issued_unix_ms(issued_unix_ms);
  return SignMessage(authority, crypto::context::kDirectory, directory);
}

Result<VerifiedDirectory> VerifyDirectory(const v1::Signed& directory,
                                          const crypto::Ed25519Public& authority) {
  v1::Directory message;
  HANSA_TRY(OpenSigned(directory, authority, crypto::context::kDirectory, kWhat, message));
  if (message.version() != kVersion)
    return Unacceptable(
        StrCat("its version is ", message.version(), "; this version of Hansa knows ", kVersion));
  VerifiedDirectory out;
  if (message.epoch() == 0 || message.epoch() > kLastEpoch)
    return Unacceptable(StrCat("its epoch is ", message.epoch()));
  if (message.size() > limits::kSites)
    return Unacceptable(StrCat("it has ", message.size(), " sites; the most is ", limits::kSites));
  if (message.root().size() != out.root.size())
    return Unacceptable(
        StrCat("its root has ", message.root().size(), " bytes; a digest has ", out.root.size()));
  out.epoch = message.epoch();
  out.size = message.size();
  std::copy(message.root().begin(), message.root().end(), out.root.begin());
  out.issued_unix_ms = message.issued_unix_ms();
  out.digest = crypto::Sha256(AsSpan(directory.payload()));
  return out;
}

std::string ListedSiteId(const crypto::Ed25519Public& invitation_key) {
  Bytes input = ToBytes(kListedSite);
  Append(input, invitation_key);
  return Hex(ByteSpan(crypto::Sha256(input)).first(8));
}

bool AsksForDirectory(const VerifiedInvitation& invitation) {
  return invitation.site_id == ListedSiteId(invitation.invitation_key);
}

bool VerifyInclusion(const VerifiedDirectory& directory, const std::vector<ByteSpan>& leaves,
                     const InclusionProof& proof) {
  return crypto::VerifyMerkleJointPath(directory.root, leaves, proof.places, directory.size,
                                       proof.path);
}

Result<DirectoryHandle> PublishedDirectory::Open(v1::Signed directory, DirectoryLeaves leaves,
                                                 const crypto::Ed25519Public& authority) {
  const VerifiedDirectory facts = HANSA_TRY(VerifyDirectory(directory, authority));
  if (facts.size != leaves.size() || crypto::MerkleRoot(SpansOf(leaves)) != facts.root)
    return Refused(StrCat("these are not the sites of directory ", facts.epoch),
                   StrCat("it was signed for ", facts.size, " sites, these are ", leaves.size(),
                          facts.size == leaves.size() ? " others" : ""));
  return DirectoryHandle(new PublishedDirectory(std::move(directory), facts, std::move(leaves)));
}

InclusionProof PublishedDirectory::Prove(const std::vector<std::string>& site_ids) const {
  InclusionProof proof;
  auto leaf = leaves_.begin();
  uint32_t place = 0;
  for (const std::string& site : site_ids) {
    while (leaf != leaves_.end() && leaf->first < site) ++leaf, ++place;
    HANSA_CHECK(leaf != leaves_.end() && leaf->first == site);
    proof.places.push_back(place);
  }
  proof.path = crypto::MerkleJointPath(SpansOf(leaves_), proof.places);
  return proof;
}

}  // namespace hansa::identity
