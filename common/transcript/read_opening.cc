#include "common/transcript/read_opening.h"

#include <array>

#include "common/transcript/transcript_frame.h"

namespace hansa::transcript {

std::optional<v1::TranscriptOpening> ReadOpening(const Blob& file) {
  constexpr uint64_t kAt = kFormatLine.size();
  std::array<uint8_t, sizeof(uint32_t)> length;
  if (!file.ReadAt(kAt, length).ok()) return std::nullopt;
  const uint32_t size = ReadLittleEndian<uint32_t>(length);
  if (size > kRecordBytes) return std::nullopt;
  Bytes bytes(size);
  v1::TranscriptRecord record;
  if (!file.ReadAt(kAt + length.size(), bytes).ok() ||
      !record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !record.has_opening())
    return std::nullopt;
  return std::move(*record.mutable_opening());
}

}  // namespace hansa::transcript
