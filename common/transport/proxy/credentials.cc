#include "common/transport/proxy/credentials.h"

#include <algorithm>

#include "common/base/atomic_file.h"
#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/transport/proxy/proxy_limits.h"

namespace hansa::transport {
namespace {

constexpr size_t kLongest = 255;  // RFC 1929: a length of one byte

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

Error Unusable(std::string_view file, std::string why) {
  return BadInput(StrCat("the proxy credentials in ", file, " are unusable"), std::move(why),
                  "Write one line: user:password");
}

}  // namespace

Result<ProxyCredentials> ParseProxyCredentials(std::string_view text, std::string_view file) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (std::any_of(text.begin(), text.end(), IsControl))
    return Unusable(file, "there is more than one line, or a control character");
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return Unusable(file, "there is no colon");
  const std::string_view user = text.substr(0, colon), password = text.substr(colon + 1);
  if (user.empty() || user.size() > kLongest)
    return Unusable(file, "the user name has no 1 to 255 bytes");
  if (password.empty() || password.size() > kLongest)
    return Unusable(file, "the password has no 1 to 255 bytes");
  return ProxyCredentials{std::string(user), SecretBytes(AsSpan(password))};
}

Result<ProxyCredentials> ReadProxyCredentials(const std::filesystem::path& file) {
  std::string text = HANSA_TRY(ReadSecretFile(file, limits::kProxyCredentialsBytes));
  Result<ProxyCredentials> read = ParseProxyCredentials(text, file.string());
  WipeMemory({reinterpret_cast<uint8_t*>(text.data()), text.size()});
  return read;
}

}  // namespace hansa::transport
