#include "common/secagg/ring.h"

#include <bit>

#include "common/base/check.h"
#include "common/base/secret_bytes.h"

namespace hansa::secagg {
namespace {

static_assert(std::endian::native == std::endian::little,
              "ring elements are little-endian on the wire and lie in memory as they travel");

template <typename Word>
std::span<uint8_t> AsBytes(std::vector<Word>& words) {
  return {reinterpret_cast<uint8_t*>(words.data()), words.size() * sizeof(Word)};
}

template <typename Word>
void AddWords(std::vector<Word>& sum, size_t first, ByteSpan other) {
  HANSA_CHECK(other.size() % sizeof(Word) == 0 && first <= sum.size() &&
              other.size() / sizeof(Word) <= sum.size() - first);
  Word* const out = sum.data() + first;
  const uint8_t* const in = other.data();
  const size_t count = other.size() / sizeof(Word);
  for (size_t i = 0; i < count; ++i) {
    Word word;  // a received frame need not be aligned
    std::memcpy(&word, in + i * sizeof(Word), sizeof(Word));
    out[i] += word;
  }
}

}  // namespace

RingVector::RingVector(uint32_t bits, size_t size) {
  HANSA_CHECK(bits == 32 || bits == 64);
  if (bits == 32) {
    elements_ = Narrow(size);
  } else {
    elements_ = Wide(size);
  }
}

RingVector RingVector::FromBytes(uint32_t bits, ByteSpan bytes) {
  HANSA_CHECK(bytes.size() % (bits / 8) == 0);
  RingVector vector(bits, bytes.size() / (bits / 8));
  if (!bytes.empty()) std::memcpy(vector.MutableBytes().data(), bytes.data(), bytes.size());
  return vector;
}

size_t RingVector::size() const {
  return std::visit([](const auto& words) { return words.size(); }, elements_);
}

void RingVector::Add(const RingVector& other) {
  HANSA_CHECK(bits() == other.bits());
  std::visit(
      [&other](auto& words) {
        const auto& more = std::get<std::decay_t<decltype(words)>>(other.elements_);
        HANSA_CHECK(words.size() == more.size());
        for (size_t i = 0; i < words.size(); ++i) words[i] += more[i];
      },
      elements_);
}

void RingVector::Subtract(const RingVector& other) {
  HANSA_CHECK(bits() == other.bits());
  std::visit(
      [&other](auto& words) {
        const auto& less = std::get<std::decay_t<decltype(words)>>(other.elements_);
        HANSA_CHECK(words.size() == less.size());
        for (size_t i = 0; i < words.size(); ++i) words[i] -= less[i];
      },
      elements_);
}

void RingVector::AddBytes(ByteSpan other) {
  HANSA_CHECK(other.size() == byte_size());
  AddBytesAt(0, other);
}

void RingVector::AddBytesAt(uint64_t byte_offset, ByteSpan other) {
  HANSA_CHECK(byte_offset % (bits() / 8) == 0);
  const auto first = static_cast<size_t>(byte_offset / (bits() / 8));
  std::visit([first, other](auto& words) { AddWords(words, first, other); }, elements_);
}

void RingVector::Set(size_t i, int64_t value) {
  HANSA_CHECK(i < size());
  if (auto* narrow = std::get_if<Narrow>(&elements_)) {
    (*narrow)[i] = static_cast<uint32_t>(value);
  } else {
    std::get<Wide>(elements_)[i] = static_cast<uint64_t>(value);
  }
}

int64_t RingVector::Signed(size_t i) const {
  HANSA_CHECK(i < size());
  if (const auto* narrow = std::get_if<Narrow>(&elements_))
    return static_cast<int32_t>((*narrow)[i]);
  return static_cast<int64_t>(std::get<Wide>(elements_)[i]);
}

std::vector<int64_t> RingVector::ToSigned() const {
  std::vector<int64_t> values(size());
  for (size_t i = 0; i < values.size(); ++i) values[i] = Signed(i);
  return values;
}

ByteSpan RingVector::bytes() const {
  return std::visit(
      [](const auto& words) {
        return ByteSpan(reinterpret_cast<const uint8_t*>(words.data()),
                        words.size() * sizeof(words[0]));
      },
      elements_);
}

Bytes RingVector::ToBytes() const {
  const ByteSpan all = bytes();
  return {all.begin(), all.end()};
}

void RingVector::Wipe() {
  WipeMemory(MutableBytes());
  std::visit([](auto& words) { words.clear(); }, elements_);
}

std::span<uint8_t> RingVector::MutableBytes() {
  return std::visit([](auto& words) { return AsBytes(words); }, elements_);
}

}  // namespace hansa::secagg
