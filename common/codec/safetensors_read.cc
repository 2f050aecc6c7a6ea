#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/codec/safetensors.h"
#include "common/codec/safetensors_header.h"

namespace hansa {
namespace {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie");
static_assert(std::numeric_limits<float>::is_iec559 && sizeof(float) == 4);

constexpr size_t kLengthBytes = 8;
constexpr uint64_t kFloatBytes = 4;

Error Bad(std::string why) {
  return BadInput("not a valid model file", std::move(why),
                  "The file is damaged or was not written as safetensors: fetch it again");
}

// Bytes that a tensor of this shape has, or nothing when they are more than `most`.
std::optional<uint64_t> BytesOf(const std::vector<uint64_t>& shape, uint64_t most) {
  if (std::count(shape.begin(), shape.end(), 0) > 0) return 0;
  uint64_t bytes = kFloatBytes;
  for (const uint64_t size : shape) {
    if (bytes > most / size) return std::nullopt;
    bytes *= size;
  }
  return bytes;
}

Result<> CheckTensor(const internal::TensorHeader& tensor, uint64_t expected_begin,
                     uint64_t data_bytes) {
  const std::string name = StrCat("tensor '", tensor.name.substr(0, 64), "'");
  if (tensor.begin > tensor.end || tensor.end > data_bytes) {
    return Bad(StrCat(name, " lies at bytes ", tensor.begin, " to ", tensor.end,
                      " of data that has ", data_bytes));
  }
  if (tensor.begin != expected_begin) {
    return Bad(StrCat(name, " starts at byte ", tensor.begin,
                      tensor.begin < expected_begin ? ", inside" : ", with a gap behind",
                      " the tensor that ends at ", expected_begin));
  }
  const std::optional<uint64_t> bytes = BytesOf(tensor.shape, data_bytes);
  if (bytes != tensor.end - tensor.begin) {
    return Bad(StrCat(name, " has ", tensor.end - tensor.begin, " bytes, its shape needs ",
                      bytes ? StrCat(*bytes) : "more than the file holds"));
  }
  return Success();
}

// In the order of their data; tensors without elements stay in the order of the header.
Result<ModelLayout> CheckedLayout(std::vector<internal::TensorHeader> tensors,
                                  uint64_t data_bytes) {
  std::stable_sort(tensors.begin(), tensors.end(), [](const auto& a, const auto& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  ModelLayout layout;
  uint64_t end = 0;
  for (internal::TensorHeader& tensor : tensors) {
    HANSA_TRY(CheckTensor(tensor, end, data_bytes));
    end = tensor.end;
    layout.tensors.push_back(
        {std::move(tensor.name), std::move(tensor.shape), tensor.begin / kFloatBytes});
  }
  if (end != data_bytes) return Bad(StrCat(data_bytes - end, " bytes follow the last tensor"));
  return layout;
}

}  // namespace

Result<SafetensorsFile> ReadSafetensors(ByteSpan file) {
  if (file.size() < kLengthBytes) return Bad(StrCat("it has only ", file.size(), " bytes"));
  const uint64_t header_bytes = ReadLittleEndian<uint64_t>(file.first(kLengthBytes));
  if (header_bytes > limits::kSafetensorsHeaderBytes) {
    return Bad(StrCat("its header claims ", header_bytes, " bytes, more than ",
                      limits::kSafetensorsHeaderBytes));
  }
  const ByteSpan rest = file.subspan(kLengthBytes);
  if (header_bytes > rest.size()) {
    return Bad(
        StrCat("it is cut: the header has ", header_bytes, " bytes, the file ", rest.size()));
  }
  const ByteSpan data = rest.subspan(header_bytes);
  auto header = HANSA_TRY(internal::ParseSafetensorsHeader(AsView(rest.first(header_bytes))));

  SafetensorsFile out;
  out.metadata = std::move(header.metadata);
  out.model.layout = HANSA_TRY(CheckedLayout(std::move(header.tensors), data.size()));
  out.model.values.resize(data.size() / kFloatBytes);
  if (!data.empty()) std::memcpy(out.model.values.data(), data.data(), data.size());
  return out;
}

bool AllFinite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

}  // namespace hansa
