#pragma once
// What stands before the vector in the file of a kept update:
//
//   "HANSAUP2" | u32 length of the record, little-endian | SHA-256 of the record | StoredAnswer |
//   zeros to byte 4096
//
// Pure.

#include <optional>

#include "common/base/bytes.h"
#include "hansa/v1/records.pb.h"

namespace hansa::client {

inline constexpr size_t kUpdateHeadBytes = 4096;

// `facts` without their vector: they take a few hundred bytes.
Bytes WriteUpdateHead(const v1::StoredAnswer& facts);

// Empty: it is torn, damaged, or of another version of the program.
std::optional<v1::StoredAnswer> ReadUpdateHead(ByteSpan head);

}  // namespace hansa::client
