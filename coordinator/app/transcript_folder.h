#pragma once
// Where the transcripts of a job lie: runs/<job-id>/sessions/<session number>.transcript, and
// beside each, where the coordinator archives them, the masked inputs: <session
// number>.inputs/<site id>. All are readable by their owner only. Thread-safe.

#include <filesystem>
#include <string>

#include "common/crypto/ed25519.h"
#include "coordinator/app/spool.h"
#include "coordinator/core/work.h"
#include "hansa/v1/transcript.pb.h"

namespace hansa::coordinator {

class TranscriptFolder {
 public:
  TranscriptFolder(std::filesystem::path runs, crypto::SigningKey key, v1::Signed certificate)
      : runs_(std::move(runs)), key_(std::move(key)), certificate_(std::move(certificate)) {}

  // Durable when it returns. Errors are of this machine's disk. Masked inputs are taken from
  // `spool`; where one is missing none is kept, and the log says so.
  Result<RecordedSession> Write(const std::string& job_id, const RecordWork& work,
                                const Spool& spool) const;
  // The same for a transcript that an earlier process left without its seal, and whose sum nobody
  // will make a model of: after a restore, or when its round was given up. One that has its seal
  // stays as it is, and ends the search: before it go those of the round's other groups.
  Result<> SealAbandoned(const std::string& job_id, uint64_t session_number,
                         const crypto::Digest& newest) const;
  // Removes what an earlier process wrote of later sessions, and nobody knows of.
  void KeepUpTo(const std::string& job_id, uint64_t session_number) const;
  // Ends the file with what became of the sum; the same again after a crash is no change. A file
  // that is not there any more is only logged: nothing would bring it back.
  Result<> Seal(const std::string& job_id, const RecordedSession& recorded,
                v1::TranscriptSeal seal) const;

  std::filesystem::path PathOf(const std::string& job_id, uint64_t session_number) const;

 private:
  std::filesystem::path runs_;
  crypto::SigningKey key_;
  v1::Signed certificate_;
};

}  // namespace hansa::coordinator
