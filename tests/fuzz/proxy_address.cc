// A proxy's URL, and the line with its login: within their bounds, the same when read again, and no
// error repeats what may be a password.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/transport/proxy/proxy.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  using namespace hansa::transport;
  const std::string_view text = AsView({data, size});
  const auto login = ParseProxyCredentials(text, "file");
  if (login.ok()) {
    HANSA_CHECK(!login->user.empty() && login->user.size() <= 255);
    HANSA_CHECK(!login->password.empty() && login->password.size() <= 255);
  } else {
    HANSA_CHECK(login.error().Text().size() < 512);
  }
  const auto proxy = ParseProxyAddress(text);
  if (!proxy.ok()) {
    HANSA_CHECK(proxy.error().kind == ErrorKind::kBadInput);
    HANSA_CHECK(proxy.error().Text().size() < 2048);
    return -1;
  }
  HANSA_CHECK(proxy->port != 0 && !proxy->host.empty() && proxy->host.size() <= 255);
  HANSA_CHECK(ParseProxyAddress(proxy->Text())->Text() == proxy->Text());
  return 0;
}
