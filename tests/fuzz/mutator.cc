#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <array>

namespace hansa::fuzz {
namespace {

constexpr size_t kChanges = 4;
constexpr size_t kLongestBlock = 256;

// Where sizes, signs and counts break.
constexpr auto kIntegers = std::to_array<uint64_t>({0,
                                                    1,
                                                    2,
                                                    63,
                                                    64,
                                                    127,
                                                    128,
                                                    129,
                                                    255,
                                                    256,
                                                    0x7fff,
                                                    0xffff,
                                                    0x10000,
                                                    0x7fffffff,
                                                    0x80000000,
                                                    0xffffffff,
                                                    0x100000000,
                                                    0x1fffffffffffffff,
                                                    0x7fffffffffffffff,
                                                    0x8000000000000000,
                                                    0xffffffffffffffff});

Bytes Varint(uint64_t value) {
  Bytes bytes;
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<uint8_t>(value | 0x80));
  bytes.push_back(static_cast<uint8_t>(value));
  return bytes;
}

// As the formats write one: fixed width, Protobuf's varint, decimal.
Bytes Written(uint64_t value, size_t form) {
  Bytes bytes;
  if (form == 0) AppendLittleEndian(bytes, value);
  if (form == 1) AppendLittleEndian(bytes, static_cast<uint32_t>(value));
  if (form == 2) bytes = Varint(value);
  if (form == 3) bytes = ToBytes(std::to_string(value));
  return bytes;
}
constexpr size_t kForms = 4;

}  // namespace

Bytes Mutator::Next() {
  Bytes input = Any();
  const size_t changes = 1 + Below(kChanges);
  for (size_t i = 0; i < changes; ++i) Change(input);
  input.resize(std::min(input.size(), kLongestInput));
  return input;
}

void Mutator::Change(Bytes& input) {
  using Way = void (Mutator::*)(Bytes&);
  static constexpr auto kWays = std::to_array<Way>(
      {&Mutator::FlipBit, &Mutator::SetByte, &Mutator::Truncate, &Mutator::Remove,
       &Mutator::Duplicate, &Mutator::Splice, &Mutator::InsertInteger, &Mutator::OverwriteInteger});
  if (input.empty()) return InsertInteger(input);
  (this->*kWays[Below(kWays.size())])(input);
}

ByteSpan Mutator::BlockOf(const Bytes& input) {
  if (input.empty()) return {};
  const size_t at = Below(input.size());
  return ByteSpan(input).subspan(at, 1 + Below(std::min(kLongestBlock, input.size() - at)));
}

void Mutator::FlipBit(Bytes& input) {
  input[Below(input.size())] ^= static_cast<uint8_t>(1u << Below(8));
}

void Mutator::SetByte(Bytes& input) {
  input[Below(input.size())] = static_cast<uint8_t>(Below(256));
}

void Mutator::Truncate(Bytes& input) { input.resize(Below(input.size())); }

void Mutator::Remove(Bytes& input) {
  const auto from = input.begin() + static_cast<ptrdiff_t>(Below(input.size()));
  const auto longest = std::min(kLongestBlock, static_cast<size_t>(input.end() - from));
  input.erase(from, from + static_cast<ptrdiff_t>(1 + Below(longest)));
}

void Mutator::Duplicate(Bytes& input) {
  const ByteSpan block = BlockOf(input);
  const Bytes copy(block.begin(), block.end());
  const auto behind = block.data() + block.size() - input.data();
  input.insert(input.begin() + behind, copy.begin(), copy.end());
}

void Mutator::Splice(Bytes& input) {
  const ByteSpan block = BlockOf(Any());
  const size_t at = Below(input.size());
  if (Below(2) == 0) input.resize(at);
  input.insert(input.begin() + static_cast<ptrdiff_t>(at), block.begin(), block.end());
}

void Mutator::InsertInteger(Bytes& input) {
  const Bytes integer = Written(kIntegers[Below(kIntegers.size())], Below(kForms));
  const size_t at = Below(input.size() + 1);
  input.insert(input.begin() + static_cast<ptrdiff_t>(at), integer.begin(), integer.end());
}

void Mutator::OverwriteInteger(Bytes& input) {
  const Bytes integer = Written(kIntegers[Below(kIntegers.size())], Below(kForms));
  const size_t at = Below(input.size());
  std::copy_n(integer.begin(), std::min(integer.size(), input.size() - at),
              input.begin() + static_cast<ptrdiff_t>(at));
}

}  // namespace hansa::fuzz
