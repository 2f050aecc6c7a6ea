#include <cstring>
#include <nlohmann/json.hpp>

#include "common/codec/safetensors.h"

namespace hansa {
namespace {

constexpr size_t kAlignment = 8;

std::string HeaderOf(const ModelLayout& layout, const SafetensorsMetadata& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  for (const TensorSpec& tensor : layout.tensors) {
    const uint64_t begin = tensor.offset * sizeof(float);
    header[tensor.name] = {{"dtype", "F32"},
                           {"shape", tensor.shape},
                           {"data_offsets", {begin, begin + tensor.elements() * sizeof(float)}}};
  }
  // Bytes that are not UTF-8 are replaced, never thrown at.
  std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
  return text;
}

}  // namespace

Bytes SafetensorsHead(const ModelLayout& layout, const SafetensorsMetadata& metadata) {
  const std::string header = HeaderOf(layout, metadata);
  Bytes out;
  AppendLittleEndian<uint64_t>(out, header.size());
  Append(out, AsSpan(header));
  return out;
}

Bytes WriteSafetensors(const FlatModel& model, const SafetensorsMetadata& metadata) {
  HANSA_CHECK(model.values.size() == model.layout.elements());
  const size_t data_bytes = model.values.size() * sizeof(float);
  Bytes out = SafetensorsHead(model.layout, metadata);
  out.reserve(out.size() + data_bytes);
  const auto* data = reinterpret_cast<const uint8_t*>(model.values.data());
  out.insert(out.end(), data, data + data_bytes);
  return out;
}

}  // namespace hansa
