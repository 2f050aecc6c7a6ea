// Every keystream that this machine has against the reference, and against itself.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "common/crypto/keystream.h"
#include "common/crypto/random.h"

namespace hansa::crypto {
namespace {

constexpr uint64_t kBlock = 16;

struct Part {
  SecretBytes seed{size_t{kMaskSeedBytes}};
  Bytes bytes;          // with some before and behind the part
  size_t address = 0;   // where in `bytes` the part begins
  size_t length = 0;    // in bytes
  uint64_t offset = 0;  // in the stream

  std::span<uint8_t> Of(Bytes& whole) const { return std::span(whole).subspan(address, length); }
};

Part AnyPart(size_t element) {
  Part part;
  SeededRandom random(*rc::gen::arbitrary<uint64_t>(), "part");
  random.Fill(part.seed.RevealMutable());
  part.address = *rc::gen::inRange<size_t>(0, 70);
  part.length = element * *rc::gen::inRange<size_t>(0, 3000);
  part.bytes.resize(part.address + part.length + 70);
  random.Fill(part.bytes);
  const uint64_t blocks = (part.length + kBlock - 1) / kBlock;
  const uint64_t last = (uint64_t{1} << 32) - blocks;
  // Anywhere, at the beginning, and up to the end.
  const auto block =
      *rc::gen::oneOf(rc::gen::inRange<uint64_t>(0, last + 1), rc::gen::inRange<uint64_t>(0, 300),
                      rc::gen::inRange<uint64_t>(last - 40, last + 1));
  part.offset = block * kBlock;
  return part;
}

RC_GTEST_PROP(KeystreamProperty, EveryBackEndGivesTheReferencesBits, ()) {
  const KeystreamUse use =
      *rc::gen::element(KeystreamUse::kWrite, KeystreamUse::kAdd32, KeystreamUse::kSubtract32,
                        KeystreamUse::kAdd64, KeystreamUse::kSubtract64);
  const Part part = AnyPart(use == KeystreamUse::kWrite ? 1 : 8);
  Bytes expected = part.bytes;
  MakeKeystream(KeystreamBackEnd::kEvp, part.seed)->Apply(use, part.offset, part.Of(expected));
  for (const KeystreamBackEnd back_end : KeystreamBackEnds()) {
    Bytes got = part.bytes;
    MakeKeystream(back_end, part.seed)->Apply(use, part.offset, part.Of(got));
    RC_ASSERT(got == expected);
  }
}

RC_GTEST_PROP(KeystreamProperty, SubtractingGivesBackWhatWasThere, ()) {
  const bool narrow = *rc::gen::arbitrary<bool>();
  const Part part = AnyPart(narrow ? 4 : 8);
  const KeystreamUse add = narrow ? KeystreamUse::kAdd32 : KeystreamUse::kAdd64;
  const KeystreamUse subtract = narrow ? KeystreamUse::kSubtract32 : KeystreamUse::kSubtract64;
  for (const KeystreamBackEnd back_end : KeystreamBackEnds()) {
    const auto stream = MakeKeystream(back_end, part.seed);
    Bytes bytes = part.bytes;
    stream->Apply(add, part.offset, part.Of(bytes));
    RC_ASSERT(part.length < 16 || bytes != part.bytes);
    stream->Apply(subtract, part.offset, part.Of(bytes));
    RC_ASSERT(bytes == part.bytes);
  }
}

// Two pieces are the whole, wherever the cut is, as long as the second begins with a block; and in
// either order, so that a stream that goes on does as one that seeks.
RC_GTEST_PROP(KeystreamProperty, PiecesJoinToTheWhole, ()) {
  const Part part = AnyPart(4);
  const size_t cut = *rc::gen::inRange<size_t>(0, part.length / kBlock + 1) * kBlock;
  for (const KeystreamBackEnd back_end : KeystreamBackEnds()) {
    const auto stream = MakeKeystream(back_end, part.seed);
    Bytes whole = part.bytes, in_order = part.bytes, last_first = part.bytes;
    stream->Apply(KeystreamUse::kAdd32, part.offset, part.Of(whole));
    stream->Apply(KeystreamUse::kAdd32, part.offset, part.Of(in_order).first(cut));
    stream->Apply(KeystreamUse::kAdd32, part.offset + cut, part.Of(in_order).subspan(cut));
    RC_ASSERT(in_order == whole);
    stream->Apply(KeystreamUse::kAdd32, part.offset + cut, part.Of(last_first).subspan(cut));
    stream->Apply(KeystreamUse::kAdd32, part.offset, part.Of(last_first).first(cut));
    RC_ASSERT(last_first == whole);
  }
}

}  // namespace
}  // namespace hansa::crypto
