#include "coordinator/core/sum_record.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::coordinator {

Result<secagg::WrittenVector> VectorOf(const std::string& bytes, const std::string& sha256,
                                       uint64_t wanted, const StoredVectors& stored) {
  secagg::WrittenVector vector;
  if (sha256.size() == vector.sha256.size()) {
    std::copy(sha256.begin(), sha256.end(), vector.sha256.begin());
    const auto found = stored.find(vector.sha256);
    if (found == stored.end() || found->second == nullptr)
      return BadInput("a sum that was kept is missing",
                      StrCat("no file of the spool is ", Hex(vector.sha256)));
    vector.bytes = found->second;
  } else {
    vector.sha256 = crypto::Sha256(AsSpan(bytes));
    vector.bytes = MakeBlob(ToBytes(bytes));
  }
  if (vector.bytes->size() != wanted)
    return BadInput("a sum that was kept is damaged",
                    StrCat(vector.bytes->size(), " bytes, not ", wanted));
  return vector;
}

v1::SumRecord RecordOf(const SessionSum& sum, uint64_t inline_bytes) {
  v1::SumRecord record;
  record.set_ring_bits(sum.ring_bits);
  record.mutable_included()->Add(sum.included.begin(), sum.included.end());
  record.set_roster_root(ToString(sum.roster_root));
  for (const RecordedSession& recorded : sum.recorded) {
    v1::SessionTranscript& transcript = *record.add_transcripts();
    transcript.set_session_number(recorded.session_number);
    transcript.set_digest(ToString(recorded.digest));
    transcript.set_bytes(recorded.bytes);
  }
  const uint64_t bytes = sum.sum.bytes->size();
  if (bytes > inline_bytes) {
    record.set_sum_sha256(ToString(sum.sum.sha256));
    record.set_sum_bytes(bytes);
    return record;
  }
  const Result<Bytes> whole = ReadWhole(*sum.sum.bytes, inline_bytes);
  HANSA_CHECK(whole.ok());  // in memory
  record.set_sum(ToString(*whole));
  return record;
}

Result<SumHandle> SumOf(const v1::SumRecord& record, std::vector<secagg::Segment> segments,
                        const StoredVectors& stored) {
  const uint32_t bits = record.ring_bits();
  if (bits != 32 && bits != 64)
    return BadInput("the sum that was being published cannot be read", StrCat("a ring of ", bits));
  const uint64_t wanted = secagg::ElementsOf(segments) * bits / 8;
  auto sum = std::make_shared<SessionSum>();
  sum->sum = HANSA_TRY(VectorOf(record.sum(), record.sum_sha256(), wanted, stored));
  sum->segments = std::move(segments);
  sum->ring_bits = bits;
  sum->included.assign(record.included().begin(), record.included().end());
  sum->roster_root = ToBytes(record.roster_root());
  for (const v1::SessionTranscript& transcript : record.transcripts()) {
    RecordedSession& recorded = sum->recorded.emplace_back();
    const std::string& digest = transcript.digest();
    if (digest.size() != recorded.digest.size())
      return BadInput("the sum that was being published cannot be read",
                      "the digest of its transcript is damaged");
    std::copy(digest.begin(), digest.end(), recorded.digest.begin());
    recorded.session_number = transcript.session_number();
    recorded.bytes = transcript.bytes();
  }
  return SumHandle(std::move(sum));
}

}  // namespace hansa::coordinator
