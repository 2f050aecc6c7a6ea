#include <gtest/gtest.h>

#include "common/crypto/aead.h"
#include "common/crypto/random.h"

namespace hansa::crypto {
namespace {

struct Sealed {
  SecretBytes key{size_t{kGcmKeyBytes}};
  Bytes nonce = Bytes(kGcmNonceBytes, 1);
  Bytes associated_data = ToBytes("from 3 to 5");
  Bytes plaintext = ToBytes("a share of a secret");
  Bytes bytes;

  Sealed() {
    SeededRandom(1, "aead").Fill(key.RevealMutable());
    bytes = SealAes256Gcm(key, nonce, associated_data, plaintext);
  }
};

TEST(Aead, OpensWhatWasSealed) {
  const Sealed sealed;
  EXPECT_EQ(sealed.bytes.size(), sealed.plaintext.size() + kGcmTagBytes);
  const auto opened = OpenAes256Gcm(sealed.key, sealed.nonce, sealed.associated_data, sealed.bytes);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(ToString(opened->Reveal()), ToString(sealed.plaintext));
}

TEST(Aead, RefusesEveryAlteredBit) {
  const Sealed sealed;
  for (size_t bit = 0; bit < sealed.bytes.size() * 8; ++bit) {
    Bytes altered = sealed.bytes;
    altered[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
    EXPECT_FALSE(OpenAes256Gcm(sealed.key, sealed.nonce, sealed.associated_data, altered)) << bit;
  }
}

TEST(Aead, RefusesEveryTruncation) {
  const Sealed sealed;
  for (size_t length = 0; length < sealed.bytes.size(); ++length) {
    EXPECT_FALSE(OpenAes256Gcm(sealed.key, sealed.nonce, sealed.associated_data,
                               ByteSpan(sealed.bytes).first(length)))
        << length;
  }
}

TEST(Aead, RefusesAnotherKeyNonceOrAssociatedData) {
  const Sealed sealed;
  SecretBytes key = sealed.key.Clone();
  key.RevealMutable()[0] ^= 1;
  Bytes nonce = sealed.nonce;
  nonce[0] ^= 1;
  EXPECT_FALSE(OpenAes256Gcm(key, sealed.nonce, sealed.associated_data, sealed.bytes));
  EXPECT_FALSE(OpenAes256Gcm(sealed.key, nonce, sealed.associated_data, sealed.bytes));
  EXPECT_FALSE(OpenAes256Gcm(sealed.key, sealed.nonce, AsSpan("from 5 to 3"), sealed.bytes));
}

TEST(Aead, SealsNothing) {
  const Sealed sealed;
  const Bytes empty = SealAes256Gcm(sealed.key, sealed.nonce, {}, {});
  const auto opened = OpenAes256Gcm(sealed.key, sealed.nonce, {}, empty);
  ASSERT_TRUE(opened.has_value());
  EXPECT_TRUE(opened->empty());
}

}  // namespace
}  // namespace hansa::crypto
