#include "common/crypto/aead.h"

#include "experiments/simulation/stand_in/fast_hash.h"

namespace hansa::crypto {
namespace {

void Cover(const SecretBytes& key, ByteSpan nonce, std::span<uint8_t> text) {
  const Digest stream = stand_in::FastHash("aead key").Field(key.Reveal()).Field(nonce).Finish();
  const auto word = ReadLittleEndian<uint64_t>(ByteSpan(stream).first(8));
  for (size_t i = 0; i < text.size(); ++i)
    text[i] ^= static_cast<uint8_t>(stand_in::StreamWord(word, i / 8) >> (i % 8 * 8));
}

Digest Tag(const SecretBytes& key, ByteSpan nonce, ByteSpan associated_data, ByteSpan sealed) {
  return stand_in::FastHash("aead tag")
      .Field(key.Reveal())
      .Field(nonce)
      .Field(associated_data)
      .Field(sealed)
      .Finish();
}

}  // namespace

Bytes SealAes256Gcm(const SecretBytes& key, ByteSpan nonce, ByteSpan associated_data,
                    ByteSpan plaintext) {
  Bytes sealed(plaintext.begin(), plaintext.end());
  Cover(key, nonce, sealed);
  const Digest tag = Tag(key, nonce, associated_data, sealed);
  Append(sealed, ByteSpan(tag).first(kGcmTagBytes));
  return sealed;
}

std::optional<SecretBytes> OpenAes256Gcm(const SecretBytes& key, ByteSpan nonce,
                                         ByteSpan associated_data, ByteSpan sealed) {
  if (sealed.size() < kGcmTagBytes) return std::nullopt;
  const ByteSpan text = sealed.first(sealed.size() - kGcmTagBytes);
  const Digest tag = Tag(key, nonce, associated_data, text);
  if (!std::equal(tag.begin(), tag.begin() + kGcmTagBytes, sealed.end() - kGcmTagBytes))
    return std::nullopt;
  SecretBytes plain(text);
  Cover(key, nonce, plain.RevealMutable());
  return plain;
}

}  // namespace hansa::crypto
