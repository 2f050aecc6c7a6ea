#pragma once
// The records of a transcript, one by one. Which one is due is known before it is read, so that
// what is missing, cut, exchanged or altered is named. Not thread-safe.

#include "common/base/blob.h"
#include "common/transcript/record_text.h"
#include "common/transcript/transcript_frame.h"

namespace hansa::transcript {

class RecordReader {
 public:
  explicit RecordReader(const Blob& file) : file_(file) {}

  // The line that names the format.
  Result<> Begin();
  // kVerification unless the record is there, is of this place, and has its link.
  Result<v1::TranscriptRecord> Next(const Place& place);
  // kVerification when something follows.
  Result<> End() const;

  const crypto::Digest& link() const { return chain_.link(); }
  size_t records() const { return records_; }  // read
  // A fault of the record that was read last.
  Error Fault(const Place& place, std::string why) const;

 private:
  Result<std::string> NextBytes(const Place& place);

  const Blob& file_;
  uint64_t at_ = 0;
  size_t records_ = 0;
  LinkChain chain_;
};

}  // namespace hansa::transcript
