#include "tests/fuzz/transcript_corpus.h"

#include "tests/fuzz/corpus.h"

namespace hansa::fuzz {

const secagg_test::RecordedTranscript& FuzzedTranscript() {
  static const secagg_test::RecordedTranscript recorded(
      {.session = {.sites = 4, .smallest_cohort = 2, .seed = 4242}, .dropped = {2}});
  return recorded;
}

std::vector<Bytes> Transcripts() { return {FuzzedTranscript().bytes()}; }

}  // namespace hansa::fuzz
