#include "common/crypto/keystream_aes.h"

#if defined(__aarch64__)

#include <arm_neon.h>
#include <sys/auxv.h>

#include <cstring>

// CMakeLists.txt compiles this file with the cryptographic extension: clang 14 declares its
// intrinsics only then. No compiler makes such instructions of ordinary code, so that what the file
// shares with others still runs everywhere.

namespace hansa::crypto {
namespace {

constexpr unsigned long kHwcapAes = 1 << 3;  // HWCAP_AES of <asm/hwcap.h>
// As in keystream_aesni.cc; there are 32 registers, eleven of them for the round keys.
constexpr size_t kInterleaved = 8;

struct Keys {
  uint8x16_t of_round[kAes128RoundKeys];
};

// Keystream and round keys do not stay behind.
inline void ClearRegisters() {
  asm volatile(
      "movi v0.2d, #0\n\tmovi v1.2d, #0\n\tmovi v2.2d, #0\n\tmovi v3.2d, #0\n\t"
      "movi v4.2d, #0\n\tmovi v5.2d, #0\n\tmovi v6.2d, #0\n\tmovi v7.2d, #0\n\t"
      "movi v8.2d, #0\n\tmovi v9.2d, #0\n\tmovi v10.2d, #0\n\tmovi v11.2d, #0\n\t"
      "movi v12.2d, #0\n\tmovi v13.2d, #0\n\tmovi v14.2d, #0\n\tmovi v15.2d, #0\n\t"
      "movi v16.2d, #0\n\tmovi v17.2d, #0\n\tmovi v18.2d, #0\n\tmovi v19.2d, #0\n\t"
      "movi v20.2d, #0\n\tmovi v21.2d, #0\n\tmovi v22.2d, #0\n\tmovi v23.2d, #0\n\t"
      "movi v24.2d, #0\n\tmovi v25.2d, #0\n\tmovi v26.2d, #0\n\tmovi v27.2d, #0\n\t"
      "movi v28.2d, #0\n\tmovi v29.2d, #0\n\tmovi v30.2d, #0\n\tmovi v31.2d, #0\n\t"
      :
      :
      : "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13",
        "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26",
        "v27", "v28", "v29", "v30", "v31", "memory");
}

inline Keys LoadKeys(const AesSchedule& schedule) {
  Keys keys;
  for (size_t i = 0; i < kAes128RoundKeys; ++i)
    keys.of_round[i] = vld1q_u8(schedule.round_keys.data() + i * kAesBlockBytes);
  return keys;
}

// FIPS 197 5.2. AESE without a key is ShiftRows of SubBytes, and four equal columns stay where they
// are.
inline uint32_t SubstituteWord(uint32_t word) {
  const uint8x16_t columns = vreinterpretq_u8_u32(vdupq_n_u32(word));
  return vgetq_lane_u32(vreinterpretq_u32_u8(vaeseq_u8(columns, vdupq_n_u8(0))), 0);
}

void ExpandKey(std::span<const uint8_t, kAesBlockBytes> key, AesSchedule& schedule) {
  std::array<uint32_t, 4> words;
  std::memcpy(words.data(), key.data(), sizeof words);
  std::memcpy(schedule.round_keys.data(), words.data(), sizeof words);
  constexpr std::array<uint32_t, kAes128RoundKeys - 1> kRoundConstants = {
      0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1b, 0x36};
  for (size_t round = 1; round < kAes128RoundKeys; ++round) {
    const uint32_t last = words[3];
    // Words are little-endian here: FIPS 197's RotWord is a rotation to the right.
    words[0] ^= SubstituteWord(last >> 8 | last << 24) ^ kRoundConstants[round - 1];
    for (size_t i = 1; i < words.size(); ++i) words[i] ^= words[i - 1];
    std::memcpy(schedule.round_keys.data() + round * kAesBlockBytes, words.data(), sizeof words);
  }
  WipeMemory({reinterpret_cast<uint8_t*>(words.data()), sizeof words});
  ClearRegisters();
}

template <KeystreamUse kUse>
inline uint8x16_t Combine(uint8x16_t elements, uint8x16_t keystream) {
  const uint32x4_t e32 = vreinterpretq_u32_u8(elements), k32 = vreinterpretq_u32_u8(keystream);
  const uint64x2_t e64 = vreinterpretq_u64_u8(elements), k64 = vreinterpretq_u64_u8(keystream);
  if constexpr (kUse == KeystreamUse::kWrite) return keystream;
  if constexpr (kUse == KeystreamUse::kAdd32) return vreinterpretq_u8_u32(vaddq_u32(e32, k32));
  if constexpr (kUse == KeystreamUse::kSubtract32) return vreinterpretq_u8_u32(vsubq_u32(e32, k32));
  if constexpr (kUse == KeystreamUse::kAdd64) return vreinterpretq_u8_u64(vaddq_u64(e64, k64));
  if constexpr (kUse == KeystreamUse::kSubtract64) return vreinterpretq_u8_u64(vsubq_u64(e64, k64));
}

template <KeystreamUse kUse, size_t kBlocks>
inline void ApplyNext(const Keys& keys, uint32x4_t nonce, uint32_t& counter, uint8_t* bytes) {
  uint8x16_t block[kBlocks];
  for (size_t i = 0; i < kBlocks; ++i)
    block[i] = vreinterpretq_u8_u32(vsetq_lane_u32(__builtin_bswap32(counter++), nonce, 3));
  for (size_t round = 0; round + 2 < kAes128RoundKeys; ++round)
    for (size_t i = 0; i < kBlocks; ++i)
      block[i] = vaesmcq_u8(vaeseq_u8(block[i], keys.of_round[round]));
  for (size_t i = 0; i < kBlocks; ++i) {
    block[i] = veorq_u8(vaeseq_u8(block[i], keys.of_round[kAes128RoundKeys - 2]),
                        keys.of_round[kAes128RoundKeys - 1]);
    uint8_t* const elements = bytes + i * kAesBlockBytes;
    vst1q_u8(elements, Combine<kUse>(vld1q_u8(elements), block[i]));
  }
}

template <KeystreamUse kUse>
void Apply(const AesSchedule& schedule, uint32_t first_block, std::span<uint8_t> bytes) {
  constexpr size_t kStep = kInterleaved * kAesBlockBytes;
  const Keys keys = LoadKeys(schedule);
  const uint32x4_t nonce = vreinterpretq_u32_u8(vld1q_u8(schedule.counter_block.data()));
  uint32_t counter = first_block;
  uint8_t* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= kStep; at += kStep, left -= kStep)
    ApplyNext<kUse, kInterleaved>(keys, nonce, counter, at);
  for (; left >= kAesBlockBytes; at += kAesBlockBytes, left -= kAesBlockBytes)
    ApplyNext<kUse, 1>(keys, nonce, counter, at);
  if (left > 0) {
    std::array<uint8_t, kAesBlockBytes> last{};
    std::memcpy(last.data(), at, left);
    ApplyNext<kUse, 1>(keys, nonce, counter, last.data());
    std::memcpy(at, last.data(), left);
    WipeMemory(last);
  }
  ClearRegisters();
}

constexpr AesInstructions kArm = {
    ExpandKey,
    {Apply<KeystreamUse::kWrite>, Apply<KeystreamUse::kAdd32>, Apply<KeystreamUse::kSubtract32>,
     Apply<KeystreamUse::kAdd64>, Apply<KeystreamUse::kSubtract64>}};

}  // namespace

const AesInstructions* ArmInstructions() {
  return (getauxval(AT_HWCAP) & kHwcapAes) != 0 ? &kArm : nullptr;
}

}  // namespace hansa::crypto

#else

namespace hansa::crypto {
const AesInstructions* ArmInstructions() { return nullptr; }
}  // namespace hansa::crypto

#endif
