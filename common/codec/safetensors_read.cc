#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <optional>
#include <utility>

#include "common/base/limits.h"
#include "common/base/span_blob.h"
#include "common/base/text.h"
#include "common/codec/safetensors.h"
#include "common/codec/safetensors_blob.h"
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

// Where the header ends.
Result<uint64_t> HeaderBytes(const Blob& file) {
  if (file.size() < kLengthBytes) return Bad(StrCat("it has only ", file.size(), " bytes"));
  std::array<uint8_t, kLengthBytes> length{};
  HANSA_TRY(file.ReadAt(0, length));
  const auto bytes = ReadLittleEndian<uint64_t>(length);
  if (bytes > limits::kSafetensorsHeaderBytes) {
    return Bad(
        StrCat("its header claims ", bytes, " bytes, more than ", limits::kSafetensorsHeaderBytes));
  }
  const uint64_t rest = file.size() - kLengthBytes;
  if (bytes > rest)
    return Bad(StrCat("it is cut: the header has ", bytes, " bytes, the file ", rest));
  return bytes;
}

}  // namespace

Result<SafetensorsShape> ReadSafetensorsHeader(const Blob& file) {
  const uint64_t header_bytes = HANSA_TRY(HeaderBytes(file));
  Bytes text(header_bytes);
  HANSA_TRY(file.ReadAt(kLengthBytes, text));
  auto header = HANSA_TRY(internal::ParseSafetensorsHeader(AsView(text)));
  SafetensorsShape out;
  out.data_offset = kLengthBytes + header_bytes;
  out.metadata = std::move(header.metadata);
  out.layout = HANSA_TRY(CheckedLayout(std::move(header.tensors), file.size() - out.data_offset));
  return out;
}

Result<SafetensorsFile> ReadSafetensors(const Blob& file) {
  SafetensorsShape shape = HANSA_TRY(ReadSafetensorsHeader(file));
  SafetensorsFile out;
  out.metadata = std::move(shape.metadata);
  out.model.layout = std::move(shape.layout);
  out.model.values.resize((file.size() - shape.data_offset) / kFloatBytes);
  auto* values = reinterpret_cast<uint8_t*>(out.model.values.data());
  HANSA_TRY(file.ReadAt(shape.data_offset, {values, out.model.values.size() * kFloatBytes}));
  return out;
}

Result<SafetensorsFile> ReadSafetensors(ByteSpan file) { return ReadSafetensors(SpanBlob(file)); }

}  // namespace hansa
