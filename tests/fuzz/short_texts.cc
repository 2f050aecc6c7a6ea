// Durations, sizes, addresses and hours as people write them: what is taken is read back as the
// same value.

#include "client/policy/site_policy.h"
#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/config/units.h"
#include "common/transport/address.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const std::string_view text = AsView({data, size});
  bool taken = false;
  if (const auto duration = ParseDuration(text); duration.ok()) {
    taken = true;
    HANSA_CHECK(duration->count() >= 0 && *ParseDuration(FormatDuration(*duration)) == *duration);
  }
  if (const auto bytes = ParseSize(text); bytes.ok()) {
    taken = true;
    HANSA_CHECK(*ParseSize(FormatSize(*bytes)) == *bytes);
  }
  if (const auto peer = transport::ParsePeerAddress(text); peer.ok()) {
    taken = true;
    HANSA_CHECK(peer->port > 0 && !peer->host.empty());
    HANSA_CHECK(transport::ParsePeerAddress(peer->Text()).ok());
    HANSA_CHECK(transport::ParseListenAddress(text).ok());
  }
  if (const auto hours = client::ParseHours(text); hours.ok()) {
    taken = true;
    HANSA_CHECK(*client::ParseHours(hours->Text()) == *hours);
  }
  return taken ? 0 : -1;
}
