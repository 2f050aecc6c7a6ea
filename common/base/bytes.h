#pragma once
// Byte strings: owned (`Bytes`), borrowed (`ByteSpan`), and the conversions at the Protobuf edge.

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hansa {

using Bytes = std::vector<uint8_t>;
using ByteSpan = std::span<const uint8_t>;

inline ByteSpan AsSpan(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
inline std::string_view AsView(ByteSpan bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes ToBytes(std::string_view text) { return {text.begin(), text.end()}; }
inline std::string ToString(ByteSpan bytes) { return std::string(AsView(bytes)); }
inline void Append(Bytes& out, ByteSpan more) { out.insert(out.end(), more.begin(), more.end()); }

// Lower-case hexadecimal.
std::string Hex(ByteSpan bytes);
// Empty when `text` is not an even number of hex digits.
Bytes FromHex(std::string_view text);

// Little-endian integers, the order of everything Hansa writes itself.
template <typename T>
void AppendLittleEndian(Bytes& out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i) out.push_back(static_cast<uint8_t>(value >> (8 * i)));
}
template <typename T>
T ReadLittleEndian(ByteSpan bytes) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    value |= static_cast<T>(static_cast<T>(bytes[i]) << (8 * i));
  return value;
}

}  // namespace hansa
