// An update that a site's files kept, given to its machine with a task it may be for: it is used,
// or trained anew, and what is used has the task's length. Then it is asked for, masked or plain.

#include <google/protobuf/stubs/logging.h>

#include <climits>

#include "common/base/check.h"
#include "tests/fuzz/kept_answer_site.h"

namespace hansa {
namespace {

bool Says(const std::string& seen, const char* what) {
  return seen.find(what) != std::string::npos;
}

// Of the job that the site was offered.
size_t LengthOfTrained() {
  testing::SiteWorld world;
  fuzz::GiveTask(world, true);
  fuzz::Do(world, "journal");
  fuzz::Do(world, "trained");
  return world.kept()->vector->size();
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  if (size > INT_MAX) return 0;
  const google::protobuf::LogSilencer quiet;  // damaged facts are meant
  static const size_t length = LengthOfTrained();
  const auto kept = std::make_shared<client::KeptAnswer>(fuzz::ReadKeptAnswer({data, size}));
  const bool secure = kept->facts.round() % 2 == 1;
  testing::SiteWorld world;
  fuzz::GiveTask(world, secure);
  world.Keep(kept);
  const std::string seen = fuzz::Do(world, "journal", {}, {{"kept", "yes"}});
  const bool used = Says(seen, "send: ready");
  HANSA_CHECK(used != Says(seen, "train, at most"));
  HANSA_CHECK(!used || kept->vector->size() == length);
  if (!used) return -1;
  const std::string asked = fuzz::Do(world, secure ? "masked-sum" : "plain");
  HANSA_CHECK(Says(asked, secure ? "send: advertise" : "send: "));
  return 0;
}
