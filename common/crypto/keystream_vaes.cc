#include "common/crypto/keystream_aes.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

// On each function, not on the file: see keystream_aesni.cc.
#define HANSA_VAES gnu::target("avx512f,avx512bw,vaes")

namespace hansa::crypto {
namespace {

constexpr size_t kVectorBytes = 64;  // four blocks
constexpr int kVectorBlocks = 4;
// With the eleven round keys and what the counter needs, all stays in the 32 registers.
constexpr size_t kInterleaved = 8;

struct Keys {
  __m512i of_round[kAes128RoundKeys];  // each four times
};

// The intrinsic without a mask makes GCC 12 warn of its own header (GCC bug 105593).
[[HANSA_VAES]] inline __m512i FourTimes(__m128i block) {
  return _mm512_maskz_broadcast_i32x4(0xffff, block);
}

// Keystream and round keys do not stay behind.
[[HANSA_VAES]] inline void ClearRegisters() {
  asm volatile(
      "vzeroall\n\t"  // of the first sixteen
      "vpxord %%zmm16, %%zmm16, %%zmm16\n\tvpxord %%zmm17, %%zmm17, %%zmm17\n\t"
      "vpxord %%zmm18, %%zmm18, %%zmm18\n\tvpxord %%zmm19, %%zmm19, %%zmm19\n\t"
      "vpxord %%zmm20, %%zmm20, %%zmm20\n\tvpxord %%zmm21, %%zmm21, %%zmm21\n\t"
      "vpxord %%zmm22, %%zmm22, %%zmm22\n\tvpxord %%zmm23, %%zmm23, %%zmm23\n\t"
      "vpxord %%zmm24, %%zmm24, %%zmm24\n\tvpxord %%zmm25, %%zmm25, %%zmm25\n\t"
      "vpxord %%zmm26, %%zmm26, %%zmm26\n\tvpxord %%zmm27, %%zmm27, %%zmm27\n\t"
      "vpxord %%zmm28, %%zmm28, %%zmm28\n\tvpxord %%zmm29, %%zmm29, %%zmm29\n\t"
      "vpxord %%zmm30, %%zmm30, %%zmm30\n\tvpxord %%zmm31, %%zmm31, %%zmm31\n\t"
      :
      :
      : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",
        "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "xmm16", "xmm17", "xmm18", "xmm19", "xmm20",
        "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30",
        "xmm31", "memory");
}

[[HANSA_VAES, gnu::always_inline]] inline Keys LoadKeys(const AesSchedule& schedule) {
  Keys keys;
  const auto* const one = reinterpret_cast<const __m128i*>(schedule.round_keys.data());
  for (size_t i = 0; i < kAes128RoundKeys; ++i)
    keys.of_round[i] = FourTimes(_mm_load_si128(one + i));
  return keys;
}

template <KeystreamUse kUse>
[[HANSA_VAES]] inline __m512i Combine(__m512i elements, __m512i keystream) {
  if constexpr (kUse == KeystreamUse::kWrite) return keystream;
  if constexpr (kUse == KeystreamUse::kAdd32) return _mm512_add_epi32(elements, keystream);
  if constexpr (kUse == KeystreamUse::kSubtract32) return _mm512_sub_epi32(elements, keystream);
  if constexpr (kUse == KeystreamUse::kAdd64) return _mm512_add_epi64(elements, keystream);
  if constexpr (kUse == KeystreamUse::kSubtract64) return _mm512_sub_epi64(elements, keystream);
}

// Of four blocks: nonce, and the counter as this processor counts, the last word little-endian.
[[HANSA_VAES]] inline __m512i CounterAt(const AesSchedule& schedule, uint32_t block) {
  const __m512i nonce =
      FourTimes(_mm_load_si128(reinterpret_cast<const __m128i*>(schedule.counter_block.data())));
  const auto first = static_cast<int>(block);
  return _mm512_add_epi32(
      nonce, _mm512_add_epi32(_mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3),
                              _mm512_setr_epi32(0, 0, 0, first, 0, 0, 0, first, 0, 0, 0, first, 0,
                                                0, 0, first)));
}

template <size_t kVectors>
[[HANSA_VAES, gnu::always_inline]] inline void NextKeystream(const Keys& keys, __m512i& counter,
                                                             __m512i (&vector)[kVectors]) {
  const __m512i big_endian =
      FourTimes(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 14, 13, 12));
  const __m512i step = FourTimes(_mm_setr_epi32(0, 0, 0, kVectorBlocks));
  for (size_t i = 0; i < kVectors; ++i) {
    vector[i] = _mm512_xor_si512(_mm512_shuffle_epi8(counter, big_endian), keys.of_round[0]);
    counter = _mm512_add_epi32(counter, step);
  }
  for (size_t round = 1; round + 1 < kAes128RoundKeys; ++round)
    for (size_t i = 0; i < kVectors; ++i)
      vector[i] = _mm512_aesenc_epi128(vector[i], keys.of_round[round]);
  for (size_t i = 0; i < kVectors; ++i)
    vector[i] = _mm512_aesenclast_epi128(vector[i], keys.of_round[kAes128RoundKeys - 1]);
}

template <KeystreamUse kUse>
[[HANSA_VAES]] void Apply(const AesSchedule& schedule, uint32_t first_block,
                          std::span<uint8_t> bytes) {
  const Keys keys = LoadKeys(schedule);
  __m512i counter = CounterAt(schedule, first_block);
  uint8_t* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= kInterleaved * kVectorBytes; left -= kInterleaved * kVectorBytes) {
    __m512i vector[kInterleaved];
    NextKeystream(keys, counter, vector);
    for (size_t i = 0; i < kInterleaved; ++i, at += kVectorBytes)
      _mm512_storeu_si512(at, Combine<kUse>(_mm512_loadu_si512(at), vector[i]));
  }
  while (left > 0) {
    const size_t now = left < kVectorBytes ? left : kVectorBytes;
    const __mmask64 there = ~__mmask64{0} >> (kVectorBytes - now);
    __m512i vector[1];
    NextKeystream(keys, counter, vector);
    _mm512_mask_storeu_epi8(at, there,
                            Combine<kUse>(_mm512_maskz_loadu_epi8(there, at), vector[0]));
    at += now;
    left -= now;
  }
  ClearRegisters();
}

// Intel SDM volume 2A, CPUID leaf 7: VAES is bit 9 of ECX. clang 14 does not know it by name. Asked
// once: in a virtual machine the host answers, which takes as long as hundreds of key schedules.
bool HasVaes() {
  static const bool has = [] {
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ecx >> 9 & 1) != 0;
  }();
  return has;
}

}  // namespace

const AesInstructions* VaesInstructions() {
  // The names of AVX-512 are answered with the operating system's support (XCR0) in mind.
  if (!HasVaes() || !__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
      AesniInstructions() == nullptr)
    return nullptr;
  static const AesInstructions instructions = {
      AesniInstructions()->expand_key,
      {Apply<KeystreamUse::kWrite>, Apply<KeystreamUse::kAdd32>, Apply<KeystreamUse::kSubtract32>,
       Apply<KeystreamUse::kAdd64>, Apply<KeystreamUse::kSubtract64>}};
  return &instructions;
}

}  // namespace hansa::crypto

#else

namespace hansa::crypto {
const AesInstructions* VaesInstructions() { return nullptr; }
}  // namespace hansa::crypto

#endif
