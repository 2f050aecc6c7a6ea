// Evidence against sites: what is not that of the recorded sessions convicts nobody. As it comes,
// and put into its file anew.

#include "common/base/check.h"
#include "common/transcript/culprit_file.h"
#include "tests/fuzz/culprit_corpus.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  using namespace hansa::fuzz;
  const std::vector<Bytes>& known = FuzzedCulprits();
  const ByteSpan file(data, size);
  const auto checked = transcript::CheckCulpritFile(file, CulpritAuthority());
  if (!checked.ok()) {
    HANSA_CHECK(checked.error().kind == ErrorKind::kVerification);
    HANSA_CHECK(checked.error().Text().size() <= 8192);
  }
  const auto same = [&](const Bytes& one) { return std::ranges::equal(one, file); };
  const bool is_known = std::ranges::any_of(known, same);
  if (is_known) HANSA_CHECK(checked.ok());
  if (!checked.ok()) return -1;
  // Protobuf has more than one encoding; what it says is what was recorded.
  const auto evidence = transcript::ParseCulpritFile(file);
  HANSA_CHECK(evidence.ok());
  const Bytes again = transcript::CulpritFileOf(*evidence);
  HANSA_CHECK(std::ranges::count(known, again) > 0);
  return 0;
}
