#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "common/crypto/random.h"
#include "common/secagg/shamir.h"

namespace hansa::secagg {
namespace {

SecretBytes AnySecret() {
  return SecretBytes(*rc::gen::container<Bytes>(kSecretBytes, rc::gen::arbitrary<uint8_t>()));
}

struct Sharing {
  SecretBytes secret;
  uint32_t threshold = 1;
  std::vector<uint32_t> points;  // in any order
  std::vector<SecretBytes> shares;
};

Sharing AnySharing(uint32_t smallest_threshold = 1) {
  Sharing sharing{.secret = AnySecret()};
  const auto sites = *rc::gen::inRange<uint32_t>(smallest_threshold, 40);
  sharing.threshold = *rc::gen::inRange<uint32_t>(smallest_threshold, sites + 1);
  sharing.points.resize(sites);
  std::iota(sharing.points.begin(), sharing.points.end(), *rc::gen::inRange<uint32_t>(1, 1u << 20));
  std::shuffle(sharing.points.begin(), sharing.points.end(),
               std::mt19937(*rc::gen::arbitrary<uint32_t>()));
  crypto::SeededRandom random(*rc::gen::arbitrary<uint64_t>(), "coefficients");
  sharing.shares = SplitSecret(sharing.secret, sharing.threshold, sharing.points, random);
  return sharing;
}

std::optional<SecretBytes> CombineFirst(const Sharing& sharing, size_t count) {
  std::vector<ByteSpan> views;
  for (size_t i = 0; i < count; ++i) views.push_back(sharing.shares[i].Reveal());
  return CombineShares(views, LagrangeWeights(std::span(sharing.points).first(count)));
}

// Apart from RC_ASSERT, whose || and && look at both sides.
bool IsSecret(const std::optional<SecretBytes>& back, const Sharing& sharing) {
  return back.has_value() && *back == sharing.secret;
}

RC_GTEST_PROP(ShamirProperty, AnyThresholdOfSharesGivesTheSecret, ()) {
  const Sharing sharing = AnySharing();
  const auto count = *rc::gen::inRange<size_t>(sharing.threshold, sharing.points.size() + 1);
  const auto back = CombineFirst(sharing, count);
  RC_ASSERT(IsSecret(back, sharing));
}

// A limb is 52 of 61 bits, so a wrong polynomial is seen in the field with all but 2^-49; whether
// seen or not, it never gives the secret.
RC_GTEST_PROP(ShamirProperty, OneFewerDoesNot, ()) {
  const Sharing sharing = AnySharing(2);
  const auto back = CombineFirst(sharing, sharing.threshold - 1);
  RC_ASSERT(!IsSecret(back, sharing));
}

RC_GTEST_PROP(ShamirProperty, AChangedShareIsNotTheSecret, ()) {
  Sharing sharing = AnySharing();
  const auto which = *rc::gen::inRange<size_t>(0, sharing.threshold);
  const auto byte = *rc::gen::inRange<size_t>(0, kShareBytes);
  sharing.shares[which].RevealMutable()[byte] ^= *rc::gen::inRange<uint8_t>(1, 255);
  const auto back = CombineFirst(sharing, sharing.threshold);
  RC_ASSERT(!IsSecret(back, sharing));
}

}  // namespace
}  // namespace hansa::secagg
