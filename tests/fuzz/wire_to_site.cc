// An envelope from the coordinator: a checked message that says the same again, or the name of a
// fault.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/wire/parse.h"
#include "tests/fuzz/same_bytes.h"

namespace hansa {
namespace {

constexpr size_t kVectorBytes = 64;

// Whether it was taken.
bool Taken(std::string_view envelope, size_t payload_bytes) {
  const auto parsed = wire::ParseToSite(envelope, payload_bytes);
  HANSA_CHECK(parsed.ok() == parsed.fault().empty());
  if (!parsed.ok()) return false;
  const std::string bytes = fuzz::BytesOf(*parsed);
  const auto again = wire::ParseToSite(bytes, payload_bytes);
  HANSA_CHECK(again.ok() && fuzz::BytesOf(*again) == bytes);
  return true;
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view envelope = hansa::AsView({data, size});
  const bool alone = hansa::Taken(envelope, 0);
  const bool with_vector = hansa::Taken(envelope, hansa::kVectorBytes);
  return alone || with_vector ? 0 : -1;
}
