#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "common/crypto/mask_stream.h"
#include "common/crypto/random.h"
#include "common/secagg/mask.h"
#include "common/secagg/ring.h"

namespace hansa::secagg {
namespace {

uint32_t AnyBits() { return *rc::gen::element(32u, 64u); }

RingVector AnyVector(uint32_t bits, size_t size) {
  RingVector vector(bits, size);
  for (size_t i = 0; i < size; ++i) vector.Set(i, *rc::gen::arbitrary<int64_t>());
  return vector;
}

RC_GTEST_PROP(RingProperty, IsAnAbelianGroup, ()) {
  const uint32_t bits = AnyBits();
  const auto size = *rc::gen::inRange<size_t>(0, 40);
  const RingVector a = AnyVector(bits, size), b = AnyVector(bits, size), c = AnyVector(bits, size);
  RingVector left = a, right = b;
  left.Add(b);
  right.Add(a);
  RC_ASSERT(left == right);
  left.Add(c);
  RingVector inner = b;
  inner.Add(c);
  RingVector outer = a;
  outer.Add(inner);
  RC_ASSERT(left == outer);
  left.Subtract(inner);
  RC_ASSERT(left == a);
}

RC_GTEST_PROP(RingProperty, BytesComeBack, ()) {
  const uint32_t bits = AnyBits();
  const RingVector vector = AnyVector(bits, *rc::gen::inRange<size_t>(0, 40));
  RC_ASSERT(RingVector::FromBytes(bits, vector.ToBytes()) == vector);
  RingVector sum(bits, vector.size());
  sum.AddBytes(vector.ToBytes());
  RC_ASSERT(sum == vector);
}

// Sites in a ring of pairwise masks: the lower index adds, the higher subtracts, the sum is plain.
RC_GTEST_PROP(RingProperty, PairwiseMasksCancelInTheSum, ()) {
  const uint32_t bits = AnyBits();
  const auto sites = *rc::gen::inRange<size_t>(2, 6);
  const auto size = *rc::gen::inRange<size_t>(1, 20);
  std::vector<RingVector> inputs;
  RingVector plain(bits, size), masked(bits, size);
  for (size_t i = 0; i < sites; ++i) {
    inputs.push_back(AnyVector(bits, size));
    plain.Add(inputs.back());
  }
  // Distinct seeds, as any two pairs of a session have: equal ones would cancel within a site.
  crypto::SeededRandom random(*rc::gen::arbitrary<uint64_t>(), "seeds");
  std::vector<std::vector<SignedSeed>> seeds(sites);
  for (size_t i = 0; i < sites; ++i) {
    for (size_t j = i + 1; j < sites; ++j) {
      SecretBytes seed(crypto::kMaskSeedBytes);
      random.Fill(seed.RevealMutable());
      seeds[i].push_back({seed.Clone(), true});
      seeds[j].push_back({seed.Clone(), false});
    }
  }
  for (size_t i = 0; i < sites; ++i) {
    const WrittenVector written = RunMask({.input = MakeBlob(inputs[i].ToBytes()),
                                           .ring_bits = bits,
                                           .seeds = std::move(seeds[i])})
                                      .value();
    const Bytes one = ReadWhole(*written.bytes, inputs[i].byte_size()).value();
    RC_ASSERT(one != inputs[i].ToBytes());
    masked.AddBytes(one);
  }
  RC_ASSERT(masked == plain);
}

}  // namespace
}  // namespace hansa::secagg
