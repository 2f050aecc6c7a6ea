#include "common/codec/finite_stream.h"

#include <algorithm>
#include <limits>

#include "common/codec/safetensors.h"

namespace hansa {

void FiniteStream::Update(ByteSpan bytes) {
  if (seen_ < kLengthBytes) TakeLength(bytes);
  if (seen_ < kLengthBytes) return;
  if (seen_ < begin_) {
    const uint64_t header = std::min<uint64_t>(begin_ - seen_, bytes.size());
    seen_ += header;
    bytes = bytes.subspan(static_cast<size_t>(header));
  }
  seen_ += bytes.size();
  TakeValues(bytes);
}

void FiniteStream::TakeLength(ByteSpan& bytes) {
  const size_t count = std::min<size_t>(kLengthBytes - static_cast<size_t>(seen_), bytes.size());
  std::copy_n(bytes.begin(), count, length_.begin() + static_cast<ptrdiff_t>(seen_));
  seen_ += count;
  bytes = bytes.subspan(count);
  if (seen_ < kLengthBytes) return;
  const auto header = ReadLittleEndian<uint64_t>(length_);
  constexpr uint64_t kNowhere = std::numeric_limits<uint64_t>::max();
  begin_ = header > kNowhere - kLengthBytes ? kNowhere : kLengthBytes + header;
}

void FiniteStream::TakeValues(ByteSpan bytes) {
  if (in_split_ > 0) {
    const size_t count = std::min(split_.size() - in_split_, bytes.size());
    std::copy_n(bytes.begin(), count, split_.begin() + static_cast<ptrdiff_t>(in_split_));
    in_split_ += count;
    bytes = bytes.subspan(count);
    if (in_split_ < split_.size()) return;
    finite_ = finite_ && AllFiniteIn(ByteSpan(split_));
  }
  in_split_ = bytes.size() % sizeof(float);
  finite_ = finite_ && AllFiniteIn(bytes.first(bytes.size() - in_split_));
  std::copy_n(bytes.end() - static_cast<ptrdiff_t>(in_split_), in_split_, split_.begin());
}

}  // namespace hansa
