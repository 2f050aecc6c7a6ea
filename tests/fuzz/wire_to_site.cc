// An envelope from the coordinator.

#include "common/base/bytes.h"
#include "common/wire/parse.h"
#include "tests/fuzz/envelope_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const std::string_view envelope = AsView({data, size});
  const auto alone = fuzz::Taken(wire::ParseToSite, envelope, 0);
  const auto with_vector = fuzz::Taken(wire::ParseToSite, envelope, fuzz::kVectorBytes);
  return alone || with_vector ? 0 : -1;
}
