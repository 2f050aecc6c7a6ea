#include "common/crypto/keystream.h"

#include "common/base/check.h"

namespace hansa::crypto {
namespace {

constexpr uint64_t kBlockBytes = 16;
// 2^32 blocks: beyond, the counter would carry into the nonce, or repeat.
constexpr uint64_t kStreamBytes = kBlockBytes << 32;

size_t ElementBytes(KeystreamUse use) {
  if (use == KeystreamUse::kWrite) return 1;
  return use == KeystreamUse::kAdd32 || use == KeystreamUse::kSubtract32 ? 4 : 8;
}

}  // namespace

void Keystream::Apply(KeystreamUse use, uint64_t byte_offset, std::span<uint8_t> bytes) {
  HANSA_CHECK(byte_offset % kBlockBytes == 0 && byte_offset <= kStreamBytes &&
              bytes.size() <= kStreamBytes - byte_offset && bytes.size() % ElementBytes(use) == 0);
  if (bytes.empty()) return;
  ApplyBlocks(use, static_cast<uint32_t>(byte_offset / kBlockBytes), bytes);
}

}  // namespace hansa::crypto
