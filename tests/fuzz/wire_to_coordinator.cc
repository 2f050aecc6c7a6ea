// An envelope from a site: a checked message that says the same again, or the name of a fault.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/wire/parse.h"

namespace hansa {
namespace {

constexpr size_t kVectorBytes = 64;

void Check(std::string_view envelope, size_t payload_bytes) {
  const auto parsed = wire::ParseToCoordinator(envelope, payload_bytes);
  HANSA_CHECK(parsed.ok() == parsed.fault().empty());
  if (!parsed.ok()) return;
  const std::string bytes = parsed->SerializeAsString();
  const auto again = wire::ParseToCoordinator(bytes, payload_bytes);
  HANSA_CHECK(again.ok() && again->SerializeAsString() == bytes);
  // What has a payload must have one, and what has none must not.
  HANSA_CHECK(!wire::ParseToCoordinator(bytes, payload_bytes == 0 ? kVectorBytes : 0).ok());
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const size_t payload_bytes : {size_t{0}, hansa::kVectorBytes})
    hansa::Check(hansa::AsView({data, size}), payload_bytes);
  return 0;
}
