#pragma once
// What the keystreams made of AES instructions have in common. Each processor's file gives its
// instructions, or null where the processor, the operating system or the compiler's target lacks
// them.

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "common/crypto/keystream.h"

namespace hansa::crypto {

inline constexpr size_t kAesBlockBytes = 16;
inline constexpr size_t kAes128RoundKeys = 11;  // FIPS 197: ten rounds

// Secret: whoever holds one wipes it.
struct AesSchedule {
  alignas(kAesBlockBytes) std::array<uint8_t, kAesBlockBytes * kAes128RoundKeys> round_keys{};
  alignas(kAesBlockBytes) std::array<uint8_t, kAesBlockBytes> counter_block{};  // of block 0
};

using ApplyKeystream = void (*)(const AesSchedule& schedule, uint32_t first_block,
                                std::span<uint8_t> bytes);

struct AesInstructions {
  void (*expand_key)(std::span<const uint8_t, kAesBlockBytes> key, AesSchedule& schedule);
  std::array<ApplyKeystream, 5> apply;  // by KeystreamUse
};

const AesInstructions* AesniInstructions();
const AesInstructions* VaesInstructions();
const AesInstructions* ArmInstructions();

std::unique_ptr<Keystream> MakeAesKeystream(const AesInstructions& instructions,
                                            const SecretBytes& seed);

}  // namespace hansa::crypto
