#pragma once
// Transcripts for tests: of whole sessions in memory, as bytes and as records that a coordinator
// who lies may change before it links and seals them anew.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/transcript/check_transcript.h"
#include "common/transcript/transcript_writer.h"
#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {

struct RecordedOptions {
  LoopbackOptions session;
  std::vector<uint32_t> dropped;  // after their shares: what is released of them is a mask key
  bool restarted = false;         // the coordinator's process, in the middle
  std::string job_id = "wind-power-20260301-120000-a1b2";
  std::optional<crypto::Digest> previous;
};

class RecordedTranscript {
 public:
  explicit RecordedTranscript(RecordedOptions options);

  const Bytes& bytes() const { return bytes_; }
  const crypto::Digest& digest() const { return written_.digest; }
  const crypto::Ed25519Public& authority() const { return loopback_->fleet.authority.public_key(); }
  Loopback& loopback() { return *loopback_; }
  Bytes SumBytes() const;

  // Where the frame of each record begins; the last entry is the file's end.
  std::vector<size_t> FrameStarts() const;
  std::vector<v1::TranscriptRecord> Records() const;
  // Linked anew, and sealed with the coordinator's key.
  Bytes Resealed(std::vector<v1::TranscriptRecord> records) const;
  // What the sum became, as it is sealed here.
  static v1::TranscriptSeal Published();

  Result<transcript::CheckedTranscript> Check() const { return Check(bytes_); }
  Result<transcript::CheckedTranscript> Check(Bytes bytes) const;

 private:
  std::unique_ptr<Loopback> loopback_;
  transcript::WrittenTranscript written_;
  Bytes bytes_;
};

}  // namespace hansa::secagg_test
