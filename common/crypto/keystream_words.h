#pragma once
// A finished piece of keystream put to its use, where the two could not be done at once. Only .cc
// files that give keystreams include it.

#include <cstring>
#include <functional>
#include <span>

#include "common/base/bytes.h"
#include "common/crypto/mask_stream.h"

namespace hansa::crypto {

// Through memcpy, since elements may lie at any address; it costs nothing. Not inlined: among other
// code GCC 12 keeps a pointer in memory and reads it for every vector.
template <typename Word, typename Operation>
[[gnu::noinline]] void CombineWords(uint8_t* __restrict bytes, const uint8_t* __restrict keystream,
                                    size_t size, Operation operation) {
#pragma GCC unroll 16
  for (size_t at = 0; at < size; at += sizeof(Word)) {
    Word element, mask;
    std::memcpy(&element, bytes + at, sizeof(Word));
    std::memcpy(&mask, keystream + at, sizeof(Word));
    element = operation(element, mask);
    std::memcpy(bytes + at, &element, sizeof(Word));
  }
}

// `keystream` is as long as `bytes`, and they do not overlap.
inline void UseKeystream(KeystreamUse use, std::span<uint8_t> bytes, const uint8_t* keystream) {
  switch (use) {
    case KeystreamUse::kWrite:
      std::memcpy(bytes.data(), keystream, bytes.size());
      break;
    case KeystreamUse::kAdd32:
      CombineWords<uint32_t>(bytes.data(), keystream, bytes.size(), std::plus<>());
      break;
    case KeystreamUse::kSubtract32:
      CombineWords<uint32_t>(bytes.data(), keystream, bytes.size(), std::minus<>());
      break;
    case KeystreamUse::kAdd64:
      CombineWords<uint64_t>(bytes.data(), keystream, bytes.size(), std::plus<>());
      break;
    case KeystreamUse::kSubtract64:
      CombineWords<uint64_t>(bytes.data(), keystream, bytes.size(), std::minus<>());
      break;
  }
}

}  // namespace hansa::crypto
