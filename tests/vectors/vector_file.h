#pragma once
// Test vectors made by others, kept as columns of hex in data/*.txt: '#' starts a comment line, '-'
// is an empty byte string.

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/secret_bytes.h"

namespace hansa::vectors {

struct VectorRow {
  std::vector<std::string> columns;

  const std::string& Text(size_t column) const { return columns.at(column); }
  // Throws on anything but hex: a damaged file must fail the test.
  Bytes Octets(size_t column) const;
  SecretBytes Secret(size_t column) const { return SecretBytes(ByteSpan(Octets(column))); }
  uint64_t Number(size_t column, int base = 10) const;

  template <size_t kSize>
  std::array<uint8_t, kSize> Array(size_t column) const {
    const Bytes bytes = Octets(column);
    if (bytes.size() != kSize) throw std::runtime_error("wrong length: " + Text(column));
    std::array<uint8_t, kSize> out;
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
  }
};

// Throws unless the file holds exactly `rows` rows of `columns` columns, so that no vector is lost
// unnoticed.
std::vector<VectorRow> ReadVectors(const std::string& name, size_t columns, size_t rows);

}  // namespace hansa::vectors
