#include "common/transport/proxy/base64.h"

#include <string_view>

namespace hansa::transport {

SecretBytes Base64(const SecretBytes& plain) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const ByteSpan in = plain.Reveal();
  SecretBytes out((in.size() + 2) / 3 * 4);
  const std::span<uint8_t> digits = out.RevealMutable();
  for (size_t group = 0; group * 3 < in.size(); ++group) {
    const size_t left = in.size() - group * 3;
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < left ? in[group * 3 + i] : 0u);
    for (size_t i = 0; i < 4; ++i) {
      const char digit = i <= left ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
      digits[group * 4 + i] = static_cast<uint8_t>(digit);
    }
  }
  return out;
}

}  // namespace hansa::transport
