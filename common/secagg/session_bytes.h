#pragma once
// Every byte string of a session that is hashed, signed over, or fed to a key derivation
// (docs/protocol/secure-aggregation.md, "Bytes"). Roster indices are 4 bytes little-endian; P and R
// are 32 bytes, so that no string has two readings.

#include <cstdint>
#include <string_view>

#include "common/base/secret_bytes.h"
#include "common/crypto/hash.h"
#include "common/crypto/x25519.h"

namespace hansa::secagg {

// What a session is bound to once the roster is known.
struct SessionId {
  crypto::Digest params{};  // P = SHA-256(session parameters as received)
  crypto::Digest roster{};  // R = Merkle root of the roster entries as received
  bool operator==(const SessionId&) const = default;
};

enum class ShareKind : uint8_t { kMaskSecret, kSelfMask };

inline constexpr size_t kLeafBytes = 64;
// A sealed pair of shares: a nonce, two shares, a tag.
inline constexpr size_t kCiphertextBytes = 12 + 2 * 40 + 16;

// cb = SHA-256("sa1/bcommit" || P || site_id || b)
crypto::Digest SelfMaskCommitment(const crypto::Digest& params, std::string_view site_id,
                                  const SecretBytes& self_secret);

// SHA-256("sa1/leaf/mask" or "sa1/leaf/self" || P || R || u || v || share of u's secret for v)
crypto::Digest ShareHash(const SessionId& id, ShareKind kind, uint32_t owner, uint32_t holder,
                         ByteSpan share);

// A ShareCommitment, and a MaskedCommitment, as Protobuf writes them when it keeps the order of the
// fields. Whoever knows P, R and U1 can be sent the last field alone; it has 32 bytes.
Bytes ShareCommitmentBytes(const SessionId& id, ByteSpan leaf_root);
Bytes MaskedCommitmentBytes(const SessionId& id, const crypto::Digest& sharers,
                            ByteSpan masked_sha256);

// "sa1/shares" || P || R || u || v
Bytes ShareAssociatedData(const SessionId& id, uint32_t sender, uint32_t recipient);

// HKDF(DH(enc_u, enc_v), SHA-256(P || R), "sa1/enc" || u || v): 32 bytes, one direction.
SecretBytes EncryptionKey(const SessionId& id, const SecretBytes& agreed, uint32_t sender,
                          uint32_t recipient);
// HKDF(DH(mask_u, mask_v), SHA-256(P || R), "sa1/mask" || min(u,v) || max(u,v)): 28 bytes.
SecretBytes PairSeed(const SessionId& id, const SecretBytes& agreed, uint32_t a, uint32_t b);
// HKDF(b_u, SHA-256(P || R), "sa1/self" || u): 28 bytes.
SecretBytes SelfSeed(const SessionId& id, const SecretBytes& self_secret, uint32_t site);

// HKDF(fresh randomness || identity secret, P, "sa1/secret/" || name): 32 bytes. A bad random
// source or a copied site alone gives no repeated secret.
SecretBytes SessionSecret(const crypto::Digest& params, ByteSpan fresh, const SecretBytes& identity,
                          std::string_view name);

// SHA-256("sa1/transcript" || P || R || SHA-256(U1) || SHA-256(U2) || SHA-256(sum))
crypto::Digest TranscriptDigest(const SessionId& id, const crypto::Digest& sharers,
                                const crypto::Digest& survivors, const crypto::Digest& sum);

}  // namespace hansa::secagg
