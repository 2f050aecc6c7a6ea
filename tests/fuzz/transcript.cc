// Transcripts: of what is not the recorded one nothing is taken. As they come; with their links
// made right, so that changes get to the checks of what sites and the coordinator signed.

#include "common/base/check.h"
#include "common/transcript/transcript_frame.h"
#include "tests/fuzz/transcript_corpus.h"

namespace hansa::fuzz {
namespace {

using secagg_test::RecordedTranscript;

bool IsTaken(const RecordedTranscript& recorded, const Bytes& file) {
  const auto checked = recorded.Check(file);
  if (checked.ok()) return true;
  HANSA_CHECK(checked.error().kind == ErrorKind::kVerification);
  HANSA_CHECK(checked.error().Text().size() <= 8192);
  return false;
}

// The frames that there are, each with the link that its record needs.
Bytes Relinked(const Bytes& file) {
  const ByteSpan all(file);
  Bytes out(transcript::kFormatLine.begin(), transcript::kFormatLine.end());
  transcript::LinkChain chain;
  for (size_t at = out.size(); at + 4 <= all.size();) {
    const auto length = ReadLittleEndian<uint32_t>(all.subspan(at, 4));
    if (length > all.size() - at - 4) break;
    const ByteSpan record = all.subspan(at + 4, length);
    AppendLittleEndian(out, length);
    Append(out, record);
    Append(out, chain.Add(record));
    at += size_t{4} + length + sizeof(crypto::Digest);
  }
  return out;
}

}  // namespace
}  // namespace hansa::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  using namespace hansa::fuzz;
  const RecordedTranscript& recorded = FuzzedTranscript();
  const Bytes file(data, data + size);
  const bool same = file == recorded.bytes();
  const bool taken = IsTaken(recorded, file);
  HANSA_CHECK(taken == same);
  const Bytes relinked = Relinked(file);
  HANSA_CHECK(!IsTaken(recorded, relinked) || relinked == recorded.bytes());
  return taken ? 0 : -1;
}
