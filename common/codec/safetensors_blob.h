#pragma once
// Safetensors files that may be larger than memory: their header, and their values by windows.

#include <cstdint>

#include "common/base/blob.h"
#include "common/codec/safetensors.h"

namespace hansa {

struct SafetensorsShape {
  ModelLayout layout;  // tensors in the order of their data
  SafetensorsMetadata metadata;
  uint64_t data_offset = 0;  // of the first value; the values of `layout` follow it to the end
};
// As strict as ReadSafetensors. The values are not looked at.
Result<SafetensorsShape> ReadSafetensorsHeader(const Blob& file);

// All of it in memory: the header and the values.
Result<SafetensorsFile> ReadSafetensors(const Blob& file);

// Whether no value from byte `data_offset` on is NaN or infinite. An error when it cannot be read.
Result<bool> AllFinite(const Blob& file, uint64_t data_offset);

}  // namespace hansa
