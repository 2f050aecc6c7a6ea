#include "common/crypto/keystream_aes.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <cstring>

// On each function, not on the file: the program runs on processors without, and what it shares
// with other files, such as std::span's functions, must not be compiled for this one.
#define HANSA_AESNI gnu::target("aes,sse4.1")

namespace hansa::crypto {
namespace {

// Rounds take three to five cycles and one or two can begin in each (Intel SDM volume 1, 12.13):
// eight blocks at a time hide that, and leave registers for counter, shuffle and round key.
constexpr size_t kInterleaved = 8;

// Keystream and round keys do not stay behind.
[[HANSA_AESNI]] inline void ClearRegisters() {
  asm volatile(
      "pxor %%xmm0, %%xmm0\n\tpxor %%xmm1, %%xmm1\n\t"
      "pxor %%xmm2, %%xmm2\n\tpxor %%xmm3, %%xmm3\n\t"
      "pxor %%xmm4, %%xmm4\n\tpxor %%xmm5, %%xmm5\n\t"
      "pxor %%xmm6, %%xmm6\n\tpxor %%xmm7, %%xmm7\n\t"
      "pxor %%xmm8, %%xmm8\n\tpxor %%xmm9, %%xmm9\n\t"
      "pxor %%xmm10, %%xmm10\n\tpxor %%xmm11, %%xmm11\n\t"
      "pxor %%xmm12, %%xmm12\n\tpxor %%xmm13, %%xmm13\n\t"
      "pxor %%xmm14, %%xmm14\n\tpxor %%xmm15, %%xmm15\n\t"
      :
      :
      : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",
        "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "memory");
}

template <int kRoundConstant>
[[HANSA_AESNI]] inline __m128i NextRoundKey(__m128i key) {
  const __m128i word = _mm_shuffle_epi32(_mm_aeskeygenassist_si128(key, kRoundConstant), 0xff);
  key = _mm_xor_si128(key, _mm_slli_si128(key, 4));
  key = _mm_xor_si128(key, _mm_slli_si128(key, 8));
  return _mm_xor_si128(key, word);
}

[[HANSA_AESNI]] void ExpandKey(std::span<const uint8_t, kAesBlockBytes> key,
                               AesSchedule& schedule) {
  auto* const keys = reinterpret_cast<__m128i*>(schedule.round_keys.data());
  keys[0] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(key.data()));
  keys[1] = NextRoundKey<0x01>(keys[0]);
  keys[2] = NextRoundKey<0x02>(keys[1]);
  keys[3] = NextRoundKey<0x04>(keys[2]);
  keys[4] = NextRoundKey<0x08>(keys[3]);
  keys[5] = NextRoundKey<0x10>(keys[4]);
  keys[6] = NextRoundKey<0x20>(keys[5]);
  keys[7] = NextRoundKey<0x40>(keys[6]);
  keys[8] = NextRoundKey<0x80>(keys[7]);
  keys[9] = NextRoundKey<0x1b>(keys[8]);
  keys[10] = NextRoundKey<0x36>(keys[9]);
  ClearRegisters();
}

template <KeystreamUse kUse>
[[HANSA_AESNI]] inline __m128i Combine(__m128i elements, __m128i keystream) {
  if constexpr (kUse == KeystreamUse::kWrite) return keystream;
  if constexpr (kUse == KeystreamUse::kAdd32) return _mm_add_epi32(elements, keystream);
  if constexpr (kUse == KeystreamUse::kSubtract32) return _mm_sub_epi32(elements, keystream);
  if constexpr (kUse == KeystreamUse::kAdd64) return _mm_add_epi64(elements, keystream);
  if constexpr (kUse == KeystreamUse::kSubtract64) return _mm_sub_epi64(elements, keystream);
}

// Nonce, and the counter as this processor counts: the last word little-endian.
[[HANSA_AESNI]] inline __m128i CounterAt(const AesSchedule& schedule, uint32_t block) {
  const auto* const first = reinterpret_cast<const __m128i*>(schedule.counter_block.data());
  return _mm_insert_epi32(_mm_load_si128(first), static_cast<int>(block), 3);
}

template <KeystreamUse kUse, size_t kBlocks>
[[HANSA_AESNI, gnu::always_inline]] inline void ApplyNext(const AesSchedule& schedule,
                                                          __m128i& counter, uint8_t* bytes) {
  const auto* const keys = reinterpret_cast<const __m128i*>(schedule.round_keys.data());
  const __m128i big_endian = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12);
  const __m128i one = _mm_setr_epi32(0, 0, 0, 1);
  __m128i block[kBlocks];
  for (size_t i = 0; i < kBlocks; ++i) {
    block[i] = _mm_xor_si128(_mm_shuffle_epi8(counter, big_endian), keys[0]);
    counter = _mm_add_epi32(counter, one);
  }
  for (size_t round = 1; round + 1 < kAes128RoundKeys; ++round)
    for (size_t i = 0; i < kBlocks; ++i) block[i] = _mm_aesenc_si128(block[i], keys[round]);
  for (size_t i = 0; i < kBlocks; ++i) {
    block[i] = _mm_aesenclast_si128(block[i], keys[kAes128RoundKeys - 1]);
    auto* const elements = reinterpret_cast<__m128i*>(bytes) + i;
    _mm_storeu_si128(elements, Combine<kUse>(_mm_loadu_si128(elements), block[i]));
  }
}

template <KeystreamUse kUse>
[[HANSA_AESNI]] void Apply(const AesSchedule& schedule, uint32_t first_block,
                           std::span<uint8_t> bytes) {
  constexpr size_t kStep = kInterleaved * kAesBlockBytes;
  __m128i counter = CounterAt(schedule, first_block);
  uint8_t* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= kStep; at += kStep, left -= kStep)
    ApplyNext<kUse, kInterleaved>(schedule, counter, at);
  for (; left >= kAesBlockBytes; at += kAesBlockBytes, left -= kAesBlockBytes)
    ApplyNext<kUse, 1>(schedule, counter, at);
  if (left > 0) {
    std::array<uint8_t, kAesBlockBytes> last{};
    std::memcpy(last.data(), at, left);
    ApplyNext<kUse, 1>(schedule, counter, last.data());
    std::memcpy(at, last.data(), left);
    WipeMemory(last);
  }
  ClearRegisters();
}

constexpr AesInstructions kAesni = {
    ExpandKey,
    {Apply<KeystreamUse::kWrite>, Apply<KeystreamUse::kAdd32>, Apply<KeystreamUse::kSubtract32>,
     Apply<KeystreamUse::kAdd64>, Apply<KeystreamUse::kSubtract64>}};

}  // namespace

const AesInstructions* AesniInstructions() {
  return __builtin_cpu_supports("aes") && __builtin_cpu_supports("sse4.1") ? &kAesni : nullptr;
}

}  // namespace hansa::crypto

#else

namespace hansa::crypto {
const AesInstructions* AesniInstructions() { return nullptr; }
}  // namespace hansa::crypto

#endif
