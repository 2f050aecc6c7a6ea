#include "common/transcript/transcript_frame.h"

namespace hansa::transcript {

const crypto::Digest& LinkChain::Add(ByteSpan record) {
  crypto::Sha256Stream hash;
  hash.Update(link_);
  hash.Update(record);
  return link_ = hash.Finish();
}

Bytes FrameOf(const v1::TranscriptRecord& record, LinkChain& chain) {
  const std::string bytes = record.SerializeAsString();
  Bytes frame;
  frame.reserve(sizeof(uint32_t) + bytes.size() + sizeof(crypto::Digest));
  AppendLittleEndian(frame, static_cast<uint32_t>(bytes.size()));
  Append(frame, AsSpan(bytes));
  Append(frame, chain.Add(AsSpan(bytes)));
  return frame;
}

}  // namespace hansa::transcript
