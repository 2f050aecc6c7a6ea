#pragma once
// safetensors files (huggingface/safetensors, format of version 0.4): u64 header length, JSON
// header, data. Reading is strict: F32 only, no gaps, no overlaps, no trailing bytes, every number
// bounded before allocation.

#include <map>
#include <span>
#include <string>

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "common/codec/flat_model.h"

namespace hansa {

using SafetensorsMetadata = std::map<std::string, std::string>;

// The same model and metadata give the same bytes. The header is padded with spaces to a multiple
// of 8.
Bytes WriteSafetensors(const FlatModel& model, const SafetensorsMetadata& metadata = {});

// What comes before the data in such a file: its length and the header.
Bytes SafetensorsHead(const ModelLayout& layout, const SafetensorsMetadata& metadata);

struct SafetensorsFile {
  FlatModel model;  // tensors in the order of their data
  SafetensorsMetadata metadata;
};
// kBadInput with the first fault found. Values may be anything that F32 can say: see AllFinite.
Result<SafetensorsFile> ReadSafetensors(ByteSpan file);

// Whether no value is NaN or infinite.
bool AllFinite(std::span<const float> values);
// The same of little-endian values at any address; bytes that make no whole value at the end are
// not looked at.
bool AllFiniteIn(ByteSpan values);

}  // namespace hansa
