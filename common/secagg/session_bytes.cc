#include "common/secagg/session_bytes.h"

#include <algorithm>
#include <utility>

#include "common/base/check.h"
#include "common/base/planted_bug.h"
#include "common/crypto/hkdf.h"
#include "common/crypto/mask_stream.h"

namespace hansa::secagg {
namespace {

Bytes Label(std::string_view label) { return ToBytes(label); }

void AppendId(Bytes& out, const SessionId& id) {
  Append(out, id.params);
  Append(out, id.roster);
}

crypto::Digest Salt(const SessionId& id) {
  Bytes both;
  AppendId(both, id);
  return crypto::Sha256(both);
}

Bytes PairInfo(std::string_view label, uint32_t first, uint32_t second) {
  Bytes info = Label(label);
  AppendLittleEndian(info, first);
  AppendLittleEndian(info, second);
  return info;
}

// Of crypto::kMaskSeedBytes.
SecretBytes MaskSeed(const SessionId& id, const SecretBytes& secret, ByteSpan info) {
  SecretBytes seed = crypto::HkdfSha256(secret.Reveal(), Salt(id), info, crypto::kMaskSeedBytes);
  if (Planted(PlantedBug::kFoldedSeeds)) {
    const auto bytes = seed.RevealMutable();
    for (size_t i = 2; i < bytes.size(); ++i) bytes[i % 2] ^= std::exchange(bytes[i], uint8_t{0});
  }
  return seed;
}

// A field of 32 bytes (Protobuf's wire type 2).
void AppendField(Bytes& out, uint8_t number, ByteSpan digest) {
  HANSA_CHECK(digest.size() == sizeof(crypto::Digest));
  out.push_back(static_cast<uint8_t>(number << 3 | 2));
  out.push_back(sizeof(crypto::Digest));
  Append(out, digest);
}

Bytes CommitmentBytes(const SessionId& id) {
  Bytes bytes;
  bytes.reserve(4 * (2 + sizeof(crypto::Digest)));
  AppendField(bytes, 1, id.params);
  AppendField(bytes, 2, id.roster);
  return bytes;
}

crypto::Digest HashAndWipe(Bytes bytes) {
  const crypto::Digest digest = crypto::Sha256(bytes);
  WipeMemory(bytes);
  return digest;
}

}  // namespace

crypto::Digest SelfMaskCommitment(const crypto::Digest& params, std::string_view site_id,
                                  const SecretBytes& self_secret) {
  Bytes bytes;
  bytes.reserve(128 + site_id.size());
  Append(bytes, AsSpan("sa1/bcommit"));
  Append(bytes, params);
  Append(bytes, AsSpan(site_id));
  Append(bytes, self_secret.Reveal());
  return HashAndWipe(std::move(bytes));
}

crypto::Digest ShareHash(const SessionId& id, ShareKind kind, uint32_t owner, uint32_t holder,
                         ByteSpan share) {
  Bytes bytes;
  bytes.reserve(128 + share.size());
  Append(bytes, AsSpan(kind == ShareKind::kMaskSecret ? "sa1/leaf/mask" : "sa1/leaf/self"));
  AppendId(bytes, id);
  AppendLittleEndian(bytes, owner);
  AppendLittleEndian(bytes, holder);
  Append(bytes, share);
  return HashAndWipe(std::move(bytes));
}

Bytes ShareCommitmentBytes(const SessionId& id, ByteSpan leaf_root) {
  Bytes bytes = CommitmentBytes(id);
  AppendField(bytes, 3, leaf_root);
  return bytes;
}

Bytes MaskedCommitmentBytes(const SessionId& id, const crypto::Digest& sharers,
                            ByteSpan masked_sha256) {
  Bytes bytes = CommitmentBytes(id);
  AppendField(bytes, 3, sharers);
  AppendField(bytes, 4, masked_sha256);
  return bytes;
}

Bytes ShareAssociatedData(const SessionId& id, uint32_t sender, uint32_t recipient) {
  Bytes bytes = Label("sa1/shares");
  AppendId(bytes, id);
  AppendLittleEndian(bytes, sender);
  AppendLittleEndian(bytes, recipient);
  return bytes;
}

SecretBytes EncryptionKey(const SessionId& id, const SecretBytes& agreed, uint32_t sender,
                          uint32_t recipient) {
  return crypto::HkdfSha256(agreed.Reveal(), Salt(id), PairInfo("sa1/enc", sender, recipient), 32);
}

SecretBytes PairSeed(const SessionId& id, const SecretBytes& agreed, uint32_t a, uint32_t b) {
  return MaskSeed(id, agreed, PairInfo("sa1/mask", std::min(a, b), std::max(a, b)));
}

SecretBytes SelfSeed(const SessionId& id, const SecretBytes& self_secret, uint32_t site) {
  Bytes info = Label("sa1/self");
  AppendLittleEndian(info, site);
  return MaskSeed(id, self_secret, info);
}

SecretBytes SessionSecret(const crypto::Digest& params, ByteSpan fresh, const SecretBytes& identity,
                          std::string_view name) {
  SecretBytes both(fresh.size() + identity.size());
  const auto out = both.RevealMutable();
  std::copy(fresh.begin(), fresh.end(), out.begin());
  const ByteSpan own = identity.Reveal();
  std::copy(own.begin(), own.end(), out.begin() + static_cast<std::ptrdiff_t>(fresh.size()));
  Bytes info = Label("sa1/secret/");
  Append(info, AsSpan(name));
  return crypto::HkdfSha256(both.Reveal(), params, info, 32);
}

crypto::Digest TranscriptDigest(const SessionId& id, const crypto::Digest& sharers,
                                const crypto::Digest& survivors, const crypto::Digest& sum) {
  Bytes bytes = Label("sa1/transcript");
  AppendId(bytes, id);
  Append(bytes, sharers);
  Append(bytes, survivors);
  Append(bytes, sum);
  return crypto::Sha256(bytes);
}

}  // namespace hansa::secagg
