#include "common/wire/secagg_shapes.h"

#include <algorithm>
#include <string>

#include "common/base/limits.h"
#include "common/wire/shapes.h"

namespace hansa::wire {
namespace {

using FromSite = v1::SecAggToCoordinator::BodyCase;
using FromCoordinator = v1::SecAggToSite::BodyCase;

constexpr size_t kSites = limits::kSites;
// A 32-byte secret in five limbs of GF(2^61 - 1); a sealed pair of such shares with its nonce
// and tag (docs/protocol/secure-aggregation.md).
constexpr size_t kShareBytes = 40;
constexpr size_t kSealedBytes = 12 + 2 * kShareBytes + 16;
constexpr size_t kLeafBytes = 2 * kDigestBytes;
constexpr size_t kRosterEntryBytes = 4096;
constexpr size_t kPathDigests = 16;

// `count` pieces of `size` bytes, one after the other.
bool ArePieces(const std::string& bytes, int count, size_t size) {
  return bytes.size() == static_cast<size_t>(count) * size;
}
bool Few(int count) { return static_cast<size_t>(count) <= kSites; }
bool IsIndex(uint32_t index) { return index < kSites; }

Fault ValidateAdvertise(const v1::Advertise& message) {
  return Checks()
      .Require(IsDigest(message.params_hash()), "bad_digest")
      .Require(IsSigned(message.advertisement()), "bad_signed")
      .Require(IsCredential(message.credential()), "bad_credential")
      .fault();
}

Fault ValidateShares(const v1::Shares& message) {
  Checks checks;
  checks.Require(IsDigest(message.params_hash()), "bad_digest");
  checks.Require(IsSigned(message.commitment()), "bad_signed");
  checks.Require(Few(message.shares_size()), "too_many_shares");
  int64_t last = -1;
  for (const v1::EncryptedShare& share : message.shares()) {
    checks.Require(IsIndex(share.recipient()) && share.recipient() > last, "bad_index");
    checks.Require(share.ciphertext().size() == kSealedBytes, "bad_share");
    last = share.recipient();
  }
  const std::string& packed = message.packed_ciphertexts();
  checks.Require(packed.size() % kSealedBytes == 0 && packed.size() <= kSites * kSealedBytes,
                 "bad_share");
  checks.Require(message.packed_leaves().size() == packed.size() / kSealedBytes * kLeafBytes,
                 "bad_leaf");
  return checks.fault();
}

Fault ValidateMaskedInput(const v1::MaskedInput& message) {
  return Checks()
      .Require(IsDigest(message.params_hash()), "bad_digest")
      .Require(IsSigned(message.commitment()), "bad_signed")
      .Require(IsBitmap(message.missing()), "bad_bitmap")
      .fault();
}

Fault ValidateAlive(const v1::Alive& message) {
  return Checks()
      .Require(IsDigest(message.params_hash()), "bad_digest")
      .Require(IsSigned(message.statement()), "bad_signed")
      .fault();
}

bool IsRevealedShare(const v1::RevealedShare& share) {
  const std::string& bytes = share.has_self_mask() ? share.self_mask() : share.mask_secret();
  return share.share_case() != v1::RevealedShare::SHARE_NOT_SET && bytes.size() == kShareBytes;
}

Fault ValidateUnmask(const v1::Unmask& message) {
  Checks checks;
  checks.Require(IsDigest(message.params_hash()), "bad_digest");
  checks.Require(Few(message.shares_size()), "too_many_shares");
  for (const v1::RevealedShare& share : message.shares()) {
    checks.Require(IsIndex(share.owner()), "bad_index");
    checks.Require(IsRevealedShare(share), "bad_share");
  }
  checks.Require(message.shares().empty() || message.owners().empty(), "two_forms");
  checks.Require(Few(message.owners_size()), "too_many_shares");
  checks.Require(
      message.owners_shares().size() == static_cast<size_t>(message.owners_size()) * kShareBytes,
      "bad_share");
  for (int i = 0; i < message.owners_size(); ++i)
    checks.Require(
        IsIndex(message.owners(i)) && (i == 0 || message.owners(i) > message.owners(i - 1)),
        "bad_index");
  checks.Require(message.signature().empty() || message.signature().size() == kSignatureBytes,
                 "bad_signed");
  return checks.fault();
}

Fault ValidateRoster(const v1::Roster& message) {
  Checks checks;
  checks.Require(IsDigest(message.params_hash()), "bad_digest");
  checks.Require(Few(message.entries_size()), "too_many_sites");
  for (const std::string& entry : message.entries())
    checks.Require(!entry.empty() && entry.size() <= kRosterEntryBytes, "bad_roster_entry");
  if (message.has_directory()) checks.Require(IsSigned(message.directory()), "bad_signed");
  checks.Require(message.places_size() <= message.entries_size(), "too_many_places");
  checks.Require(message.inclusion().size() % kDigestBytes == 0 &&
                     message.inclusion().size() <=
                         static_cast<size_t>(message.entries_size()) * kPathDigests * kDigestBytes,
                 "bad_path");
  return checks.fault();
}

bool IsPath(const v1::DeliveredShare& share) {
  return share.path().size() % kDigestBytes == 0 &&
         share.path().size() <= kPathDigests * kDigestBytes;
}

bool IsPacked(const v1::PackedDelivery& packed) {
  const int count = packed.senders_size();
  return Few(count) && std::ranges::all_of(packed.senders(), IsIndex) &&
         ArePieces(packed.ciphertexts(), count, kSealedBytes) &&
         ArePieces(packed.leaf_roots(), count, kDigestBytes) &&
         ArePieces(packed.signatures(), count, kSignatureBytes) &&
         packed.paths().size() % kDigestBytes == 0 &&
         packed.paths().size() <= static_cast<size_t>(count) * kPathDigests * kDigestBytes;
}

Fault ValidateDelivery(const v1::ShareDelivery& message) {
  Checks checks;
  checks.Require(IsDigest(message.params_hash()), "bad_digest");
  checks.Require(IsBitmap(message.sharers()), "bad_bitmap");
  checks.Require(Few(message.shares_size()), "too_many_shares");
  for (const v1::DeliveredShare& share : message.shares()) {
    checks.Require(IsIndex(share.sender()), "bad_index");
    checks.Require(IsPath(share), "bad_path");
  }
  checks.Require(IsPacked(message.packed()), "bad_packed_shares");
  return checks.fault();
}

Fault ValidateAliveRequest(const v1::AliveRequest& message) {
  return Checks()
      .Require(IsDigest(message.params_hash()), "bad_digest")
      .Require(IsBitmap(message.survivors()), "bad_bitmap")
      .fault();
}

bool IsQuorum(const v1::AliveQuorum& quorum) {
  return Few(quorum.sites_size()) && Few(quorum.others_size()) &&
         std::ranges::all_of(quorum.sites(), IsIndex) &&
         ArePieces(quorum.signatures(), quorum.sites_size(), kSignatureBytes) &&
         std::ranges::all_of(quorum.others(), [](const v1::AliveWitness& witness) {
           return IsIndex(witness.site()) && IsSigned(witness.statement());
         });
}

bool IsPacked(const v1::PackedMasked& packed) {
  const int count = packed.sites_size();
  return Few(count) && std::ranges::all_of(packed.sites(), IsIndex) &&
         ArePieces(packed.masked_sha256(), count, kDigestBytes) &&
         ArePieces(packed.signatures(), count, kSignatureBytes);
}

Fault ValidateUnmaskRequest(const v1::UnmaskRequest& message) {
  Checks checks;
  checks.Require(IsDigest(message.params_hash()), "bad_digest");
  checks.Require(Few(message.quorum_size()), "too_many_witnesses");
  for (const v1::AliveWitness& witness : message.quorum()) {
    checks.Require(IsIndex(witness.site()), "bad_index");
    checks.Require(IsSigned(witness.statement()), "bad_signed");
  }
  checks.Require(Few(message.masked_size()), "too_many_witnesses");
  for (const v1::MaskedWitness& witness : message.masked()) {
    checks.Require(IsIndex(witness.site()), "bad_index");
    checks.Require(IsSigned(witness.commitment()), "bad_signed");
  }
  checks.Require(IsPacked(message.packed_masked()), "bad_packed_masked");
  checks.Require(IsBitmap(message.survivors()), "bad_bitmap");
  checks.Require(!message.has_alive() || IsQuorum(message.alive()), "bad_quorum");
  return checks.fault();
}

Fault ValidateLarge(const v1::LargeMessage& message) {
  return Checks()
      .Require(IsDigest(message.params_hash()) && IsDigest(message.sha256()), "bad_digest")
      .Require(message.size() > 0 && message.size() <= limits::kSessionMessageBytes, "bad_size")
      .fault();
}

}  // namespace

Fault ValidateSecAgg(const v1::SecAggToCoordinator& message) {
  switch (message.body_case()) {
    case FromSite::kAdvertise:
      return ValidateAdvertise(message.advertise());
    case FromSite::kShares:
      return ValidateShares(message.shares());
    case FromSite::kMaskedInput:
      return ValidateMaskedInput(message.masked_input());
    case FromSite::kAlive:
      return ValidateAlive(message.alive());
    case FromSite::kUnmask:
      return ValidateUnmask(message.unmask());
    case FromSite::kAbort:
      return Checks().Require(IsDigest(message.abort().params_hash()), "bad_digest").fault();
    case FromSite::BODY_NOT_SET:
      return "unknown_message";
  }
  return "unknown_message";
}

Fault ValidateSecAgg(const v1::SecAggToSite& message) {
  switch (message.body_case()) {
    case FromCoordinator::kParams:
      return Checks().Require(IsSigned(message.params()), "bad_signed").fault();
    case FromCoordinator::kRoster:
      return ValidateRoster(message.roster());
    case FromCoordinator::kDelivery:
      return ValidateDelivery(message.delivery());
    case FromCoordinator::kAliveRequest:
      return ValidateAliveRequest(message.alive_request());
    case FromCoordinator::kUnmaskRequest:
      return ValidateUnmaskRequest(message.unmask_request());
    case FromCoordinator::kEnd:
      return Checks().Require(IsDigest(message.end().params_hash()), "bad_digest").fault();
    case FromCoordinator::kLarge:
      return ValidateLarge(message.large());
    case FromCoordinator::BODY_NOT_SET:
      return "unknown_message";
  }
  return "unknown_message";
}

}  // namespace hansa::wire
