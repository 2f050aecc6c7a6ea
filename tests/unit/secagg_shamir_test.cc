#include <gtest/gtest.h>

#include <algorithm>

#include "common/crypto/random.h"
#include "common/secagg/shamir.h"

namespace hansa::secagg {
namespace {

// Hands out given field elements, so that the polynomials are known.
class Scripted : public RandomSource {
 public:
  explicit Scripted(std::vector<Field61> values) : values_(std::move(values)) {}
  void Fill(std::span<uint8_t> out) override {
    for (size_t i = 0; i < out.size(); ++i)
      out[i] = static_cast<uint8_t>(values_.at((at_ + i) / 8) >> (8 * ((at_ + i) % 8)));
    at_ += out.size();
  }

 private:
  std::vector<Field61> values_;
  size_t at_ = 0;
};

Field61 Power(Field61 base, int exponent) {
  Field61 result = 1;
  for (int i = 0; i < exponent; ++i) result = FieldMultiply(result, base);
  return result;
}

SecretBytes Counting() {
  SecretBytes secret(kSecretBytes);
  for (size_t i = 0; i < kSecretBytes; ++i) secret.RevealMutable()[i] = static_cast<uint8_t>(i);
  return secret;
}

std::optional<SecretBytes> Combine(const std::vector<SecretBytes>& shares,
                                   const std::vector<uint32_t>& points) {
  std::vector<ByteSpan> views;
  for (const SecretBytes& share : shares) views.push_back(share.Reveal());
  return CombineShares(views, LagrangeWeights(points));
}

// The secret 00 01 .. 1f, f_i(x) = limb_i + 3^(10i+1) x + 3^(10i+2) x^2, computed apart in Python:
//   p = 2**61-1; v = int.from_bytes(bytes(range(32)), 'little')
//   limbs = [(v >> 52*i) & (2**52-1) for i in range(4)] + [v >> 208]
//   share(x) = b''.join(((limbs[i] + pow(3,10*i+1,p)*x + pow(3,10*i+2,p)*x*x) % p)
//                       .to_bytes(8, 'little') for i in range(5))
TEST(Shamir, KnownShares) {
  std::vector<Field61> coefficients;
  for (int limb = 0; limb < 5; ++limb)
    for (int i = 1; i <= 2; ++i) coefficients.push_back(Power(3, 10 * limb + i));
  Scripted random(coefficients);
  const auto shares = SplitSecret(Counting(), 3, std::vector<uint32_t>{1, 2, 5}, random);
  ASSERT_EQ(shares.size(), 3u);
  EXPECT_EQ(Hex(shares[0].Reveal()),
            "0c010203040506005c509ba0b0c00000d95800ce1a120300edf9de9e96580a00e5fc9a0af892a808");
  EXPECT_EQ(Hex(shares[1].Reveal()),
            "2a010203040506002a58b6a0b0c00000d793db28331203009b1f99904b4a2000613158dc98b44d0e");
  EXPECT_EQ(Hex(shares[2].Reveal()),
            "f001020304050600e0be68a1b0c00000fde5e8e6d3120300b17e32ff281fb100fbbe05ab242c290d");
  const auto back = Combine(shares, {1, 2, 5});
  ASSERT_TRUE(back);
  EXPECT_TRUE(*back == Counting());
}

TEST(Shamir, EverySubsetOfThresholdSizeGivesTheSecret) {
  crypto::SeededRandom random(5, "subsets");
  const std::vector<uint32_t> points = {1, 2, 3, 4, 5, 6};
  const auto shares = SplitSecret(Counting(), 4, points, random);
  for (uint32_t subset = 0; subset < 64; ++subset) {
    std::vector<SecretBytes> some;
    std::vector<uint32_t> at;
    for (size_t i = 0; i < 6; ++i) {
      if ((subset >> i & 1) == 0) continue;
      some.push_back(shares[i].Clone());
      at.push_back(points[i]);
    }
    if (at.empty()) continue;
    const auto back = Combine(some, at);
    EXPECT_EQ(back && *back == Counting(), at.size() >= 4) << subset;
  }
}

// With t - 1 shares every secret is still possible: for any other secret there are coefficients
// that give the same shares.
TEST(Shamir, OneShareFewerSaysNothing) {
  SecretBytes other(kSecretBytes);
  other.RevealMutable()[0] = 0xff;
  // f(x) = s + c x at x = 1 is the share; with secret s' take c' = c + s - s'.
  const Field61 c = 12345, s = 0x100, s2 = 0xff;
  SecretBytes first(kSecretBytes);
  first.RevealMutable()[1] = 1;
  Scripted random({c, 0, 0, 0, 0}), random2({FieldSubtract(FieldAdd(c, s), s2), 0, 0, 0, 0});
  const std::vector<uint32_t> points = {1, 2};
  const auto a = SplitSecret(first, 2, points, random);
  const auto b = SplitSecret(other, 2, points, random2);
  EXPECT_TRUE(a[0] == b[0]);
  EXPECT_FALSE(a[1] == b[1]);
}

TEST(Shamir, RefusesSharesThatAreNone) {
  crypto::SeededRandom random(6, "bad");
  const std::vector<uint32_t> points = {1, 2};
  auto shares = SplitSecret(Counting(), 2, points, random);
  SecretBytes too_large(kShareBytes);
  std::ranges::fill(too_large.RevealMutable(), 0xff);  // limbs above p
  EXPECT_FALSE(IsWellFormedShare(too_large.Reveal()));
  EXPECT_FALSE(IsWellFormedShare(SecretBytes(kShareBytes - 1).Reveal()));
  EXPECT_TRUE(IsWellFormedShare(shares[0].Reveal()));
  std::vector<SecretBytes> with_bad;
  with_bad.push_back(shares[0].Clone());
  with_bad.push_back(too_large.Clone());
  EXPECT_FALSE(Combine(with_bad, points));
  with_bad[1] = SecretBytes(8);
  EXPECT_FALSE(Combine(with_bad, points));
}

// Sharing p itself is impossible: random words equal to p are drawn again.
TEST(Shamir, CoefficientsAreUniformInTheField) {
  Scripted random({kFieldPrime, 1, 7, 7, 7, 7});
  const auto shares =
      SplitSecret(SecretBytes(kSecretBytes), 2, std::vector<uint32_t>{1, 2}, random);
  EXPECT_EQ(ReadLittleEndian<uint64_t>(shares[0].Reveal().first(8)), 1u);
}

}  // namespace
}  // namespace hansa::secagg
