#include "tests/fuzz/kept_job.h"

#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/delimited_message_util.h>

#include <sstream>

#include "common/base/check.h"

namespace hansa::fuzz {

using google::protobuf::util::ParseDelimitedFromZeroCopyStream;
using google::protobuf::util::SerializeDelimitedToOstream;

KeptJob ReadKeptJob(ByteSpan bytes) {
  constexpr size_t kSteps = 8;
  KeptJob kept;
  if (bytes.empty()) return kept;
  if (bytes[0] > 0) kept.version = bytes[0] - 1;
  google::protobuf::io::ArrayInputStream stream(bytes.data() + 1,
                                                static_cast<int>(bytes.size() - 1));
  if (!ParseDelimitedFromZeroCopyStream(&kept.job, &stream, nullptr)) return kept;
  v1::RoundRecord round;
  if (!ParseDelimitedFromZeroCopyStream(&round, &stream, nullptr)) return kept;
  kept.round = std::move(round);
  v1::SessionStepRecord step;
  while (kept.steps.size() < kSteps && ParseDelimitedFromZeroCopyStream(&step, &stream, nullptr))
    kept.steps.push_back(step);
  return kept;
}

Bytes WriteKeptJob(const KeptJob& kept) {
  std::ostringstream out;
  out.put(kept.version ? static_cast<char>(*kept.version + 1) : 0);
  HANSA_CHECK(SerializeDelimitedToOstream(kept.job, &out));
  if (kept.round) HANSA_CHECK(SerializeDelimitedToOstream(*kept.round, &out));
  for (const v1::SessionStepRecord& step : kept.steps)
    HANSA_CHECK(SerializeDelimitedToOstream(step, &out));
  return ToBytes(out.str());
}

}  // namespace hansa::fuzz
