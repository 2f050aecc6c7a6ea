#pragma once
// Inputs that are nearly right: one of a corpus, changed in a few places. The same seed and corpus
// give the same inputs.

#include <random>
#include <span>

#include "common/base/bytes.h"

namespace hansa::fuzz {

inline constexpr size_t kLongestInput = 32 << 10;

class Mutator {
 public:
  // `corpus` is not empty and outlives the mutator.
  Mutator(uint64_t seed, std::span<const Bytes> corpus) : random_(seed), corpus_(corpus) {}

  // At most kLongestInput bytes.
  Bytes Next();

 private:
  size_t Below(size_t bound) { return static_cast<size_t>(random_() % bound); }
  const Bytes& Any() { return corpus_[Below(corpus_.size())]; }
  ByteSpan BlockOf(const Bytes& input);
  void Change(Bytes& input);

  void FlipBit(Bytes& input);
  void SetByte(Bytes& input);
  void Truncate(Bytes& input);
  void Remove(Bytes& input);
  void Duplicate(Bytes& input);
  void Splice(Bytes& input);
  void InsertInteger(Bytes& input);
  void OverwriteInteger(Bytes& input);

  std::mt19937_64 random_;
  std::span<const Bytes> corpus_;
};

}  // namespace hansa::fuzz
