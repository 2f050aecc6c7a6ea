// Four products modulo powers of two: a * (b * G) = b * (a * G), and everybody can divide.

#include "common/crypto/x25519.h"

#include "experiments/simulation/stand_in/fast_hash.h"

namespace hansa::crypto {
namespace {

constexpr size_t kLanes = 4;
constexpr uint64_t kBase = 9;
constexpr uint64_t kTopLane = ~uint64_t{0} >> 2;  // stays below 2^255 - 19

using Lanes = std::array<uint64_t, kLanes>;

Lanes Read(ByteSpan bytes) {
  Lanes lanes;
  std::memcpy(lanes.data(), bytes.data(), sizeof(lanes));
  return lanes;
}

X25519Public Times(const SecretBytes& secret, const Lanes& point) {
  Lanes lanes = Read(secret.Reveal());
  for (size_t i = 0; i < kLanes; ++i) lanes[i] = (lanes[i] | 1U) * point[i];
  lanes[kLanes - 1] &= kTopLane;
  X25519Public out;
  std::memcpy(out.data(), lanes.data(), out.size());
  return out;
}

}  // namespace

X25519Key X25519Key::Generate(RandomSource& random) {
  SecretBytes secret(std::tuple_size_v<X25519Public>);
  random.Fill(secret.RevealMutable());
  return FromSecret(std::move(secret));
}

X25519Key X25519Key::FromSecret(SecretBytes secret) {
  const X25519Public pub = Times(secret, {kBase, kBase, kBase, kBase});
  return X25519Key(std::move(secret), nullptr, pub);
}

std::optional<SecretBytes> X25519Key::Agree(const X25519Public& peer) const {
  if (!IsAcceptableX25519Public(peer)) return std::nullopt;
  const X25519Public shared = Times(secret_, Read(peer));
  const Digest digest = stand_in::FastHash("agreement").Update(shared).Finish();
  return SecretBytes(ByteSpan(digest));
}

bool IsAcceptableX25519Public(const X25519Public& key) {
  const Lanes lanes = Read(key);
  return lanes[kLanes - 1] <= kTopLane && lanes != Lanes{} && lanes != Lanes{1};
}

}  // namespace hansa::crypto
