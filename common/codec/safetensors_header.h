#pragma once
// The JSON header of a safetensors file, as text with checked structure. Private to this folder.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/codec/safetensors.h"

namespace hansa::internal {

struct TensorHeader {
  std::string name;
  std::vector<uint64_t> shape;
  uint64_t begin = 0;  // bytes in the data that follows the header
  uint64_t end = 0;
};

struct SafetensorsHeader {
  std::vector<TensorHeader> tensors;  // as written
  SafetensorsMetadata metadata;
};

// The grammar only: offsets are not compared with each other or with the file.
Result<SafetensorsHeader> ParseSafetensorsHeader(std::string_view json);

}  // namespace hansa::internal
