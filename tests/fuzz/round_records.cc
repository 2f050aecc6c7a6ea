// What a coordinator finds of a session after a restart: a session, or a reason. The input is the
// records one after another, each behind its length (protobuf's delimited form).

#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/delimited_message_util.h>

#include <climits>

#include "common/base/check.h"
#include "coordinator/core/secagg/server_session.h"
#include "hansa/v1/round.pb.h"
#include "tests/support/secagg_site.h"

namespace hansa {
namespace {

constexpr uint32_t kSites = 4;  // those of secagg_test::Loopback
constexpr uint64_t kSeed = 1;
constexpr size_t kRecords = 8;  // a session has 5

std::vector<v1::SessionStepRecord> StepsIn(ByteSpan bytes) {
  google::protobuf::io::ArrayInputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  std::vector<v1::SessionStepRecord> steps;
  v1::SessionStepRecord step;
  while (steps.size() < kRecords &&
         google::protobuf::util::ParseDelimitedFromZeroCopyStream(&step, &stream, nullptr))
    steps.push_back(step);
  return steps;
}

const std::vector<coordinator::Candidate>& Candidates() {
  static const auto candidates = [] {
    std::vector<coordinator::Candidate> made;
    for (const secagg_test::Site& site : secagg_test::SharedFleet(kSites, kSeed)->sites)
      made.push_back(site.AsCandidate());
    return made;
  }();
  return candidates;
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  if (size > INT_MAX) return 0;
  const google::protobuf::LogSilencer quiet;  // damaged records are meant
  const std::vector<v1::SessionStepRecord> steps = StepsIn({data, size});
  const auto session = coordinator::ServerSession::Restore(steps, Candidates(), {}, {});
  if (!session.ok()) {
    HANSA_CHECK(session.error().kind == ErrorKind::kBadInput && !session.error().why.empty());
    return -1;
  }
  const auto& opened = steps.front().opened();
  HANSA_CHECK((*session)->params_hash() == crypto::Sha256(AsSpan(opened.params().payload())));
  HANSA_CHECK(!(*session)->over() && !(*session)->NextWake());
  (*session)->Start({});
  (*session)->Tick(Instant{} + std::chrono::hours(1));  // nobody came back
  return 0;
}
