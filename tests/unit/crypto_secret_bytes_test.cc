// SecretBytes lives in common/base; it is tested where secrets are used.

#include <gtest/gtest.h>

#include <ostream>
#include <type_traits>

#include "common/base/secret_bytes.h"

namespace hansa {
namespace {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes>);
static_assert(!Printable<SecretBytes>);
static_assert(!std::is_convertible_v<SecretBytes, ByteSpan>);

SecretBytes Make(std::string_view text) { return SecretBytes(AsSpan(text)); }

TEST(SecretBytes, Compares) {
  EXPECT_TRUE(Make("abc") == Make("abc"));
  EXPECT_FALSE(Make("abc") == Make("abd"));
  EXPECT_FALSE(Make("abc") == Make("bbc"));
  EXPECT_FALSE(Make("abc") == Make("ab"));
  EXPECT_TRUE(SecretBytes() == SecretBytes(size_t{0}));  // NOLINT: a comparison is meant
}

TEST(SecretBytes, MovingLeavesNothingBehind) {
  SecretBytes from = Make("abc");
  SecretBytes to = std::move(from);
  EXPECT_TRUE(from.empty());  // NOLINT: the point
  EXPECT_TRUE(to == Make("abc"));
}

TEST(SecretBytes, CloneIsApart) {
  const SecretBytes original = Make("abc");
  SecretBytes clone = original.Clone();
  clone.RevealMutable()[0] = 'x';
  EXPECT_TRUE(original == Make("abc"));
}

TEST(SecretBytes, WipeMemoryOverwrites) {
  Bytes bytes = ToBytes("secret");
  WipeMemory(bytes);
  EXPECT_EQ(bytes, Bytes(6, 0));
}

}  // namespace
}  // namespace hansa
