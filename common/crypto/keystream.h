#pragma once
// The back ends of MaskStream: one keystream, expanded by the instructions that this machine has.
// All give the same bits; the fused ones never write keystream to memory. Benchmarks and tests make
// them by name; everybody else uses MaskStream, which has the fastest.

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "common/base/secret_bytes.h"
#include "common/crypto/mask_stream.h"

namespace hansa::crypto {

enum class KeystreamBackEnd : uint8_t {
  kEvp,    // OpenSSL's, everywhere: the reference
  kAesni,  // x86-64 with AES-NI and SSE4.1: fused
  kVaes,   // x86-64 with VAES and AVX-512: fused, four blocks an instruction
  kArm,    // 64-bit ARM with the cryptographic extension: fused
};

std::string_view NameOf(KeystreamBackEnd back_end);

// Those that this machine has, the slowest first. Looked up once.
const std::vector<KeystreamBackEnd>& KeystreamBackEnds();
inline KeystreamBackEnd FastestKeystream() { return KeystreamBackEnds().back(); }

// One key and nonce. Not thread-safe.
class Keystream {
 public:
  Keystream() = default;
  virtual ~Keystream() = default;
  Keystream(const Keystream&) = delete;
  Keystream& operator=(const Keystream&) = delete;

  // As MaskStream::Apply. HANSA_CHECK: the offset begins a block, the elements are whole, and the
  // counter does not carry into the nonce.
  void Apply(KeystreamUse use, uint64_t byte_offset, std::span<uint8_t> bytes);

 private:
  virtual void ApplyBlocks(KeystreamUse use, uint32_t first_block, std::span<uint8_t> bytes) = 0;
};

// HANSA_CHECK: this machine has the back end, and the seed has kMaskSeedBytes.
std::unique_ptr<Keystream> MakeKeystream(KeystreamBackEnd back_end, const SecretBytes& seed);

}  // namespace hansa::crypto
