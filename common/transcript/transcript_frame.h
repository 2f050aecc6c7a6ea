#pragma once
// A transcript as bytes: a line that names the format, then frames. A frame is the record's length
// (4 bytes little-endian), the record, and its link: SHA-256(link before || record), from SHA-256
// of the first line on. The link of the last record before the seal is the transcript's digest
// (docs/protocol/transcripts.md). Thread-safe but for LinkChain.

#include <string_view>

#include "common/crypto/hash.h"
#include "hansa/v1/transcript.pb.h"

namespace hansa::transcript {

inline constexpr std::string_view kFormatLine = "hansa-transcript-1\n";
// The largest record is a sum with at most 1 MiB.
inline constexpr size_t kRecordBytes = (1 << 20) + (64 << 10);
// A larger sum is left out.
inline constexpr size_t kSumBytes = 1 << 20;

class LinkChain {
 public:
  LinkChain() : link_(crypto::Sha256(AsSpan(kFormatLine))) {}
  explicit LinkChain(const crypto::Digest& link) : link_(link) {}
  const crypto::Digest& Add(ByteSpan record);
  const crypto::Digest& link() const { return link_; }

 private:
  crypto::Digest link_;
};

// The frame of the record that comes next in `chain`.
Bytes FrameOf(const v1::TranscriptRecord& record, LinkChain& chain);

}  // namespace hansa::transcript
