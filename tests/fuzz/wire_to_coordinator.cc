// An envelope from a site. What has a payload must have one, and what has none must not.

#include "common/base/bytes.h"
#include "common/wire/parse.h"
#include "tests/fuzz/envelope_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const std::string_view envelope = AsView({data, size});
  const auto alone = fuzz::Taken(wire::ParseToCoordinator, envelope, 0);
  const auto with_vector = fuzz::Taken(wire::ParseToCoordinator, envelope, fuzz::kVectorBytes);
  HANSA_CHECK(!alone || !wire::ParseToCoordinator(*alone, fuzz::kVectorBytes).ok());
  HANSA_CHECK(!with_vector || !wire::ParseToCoordinator(*with_vector, 0).ok());
  return alone || with_vector ? 0 : -1;
}
