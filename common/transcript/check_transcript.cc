#include "common/transcript/check_transcript.h"

#include "common/transcript/check_steps.h"

namespace hansa::transcript {

Result<CheckedTranscript> CheckTranscript(const Blob& file,
                                          const crypto::Ed25519Public& authority) {
  Check check{.authority = authority, .reader = RecordReader(file)};
  HANSA_TRY(check.reader.Begin());
  HANSA_TRY(CheckOpening(check));
  HANSA_TRY(CheckRoster(check));
  HANSA_TRY(CheckStatements(check));
  HANSA_TRY(CheckDealt(check));
  HANSA_TRY(CheckSum(check));
  HANSA_TRY(CheckSeal(check));
  HANSA_TRY(check.reader.End());
  check.out.records = check.reader.records();
  return std::move(check.out);
}

}  // namespace hansa::transcript
