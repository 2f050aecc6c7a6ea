#include "common/identity/site_name.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::identity {
namespace {

// Names and addresses are printed on terminals.
bool HoldsControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

Result<> CheckSiteName(std::string_view name) {
  if (name.empty() || name.size() > limits::kNameBytes) {
    return BadInput("cannot use this site name", StrCat("it has ", name.size(), " bytes; 1 to ",
                                                        limits::kNameBytes, " are allowed"));
  }
  if (HoldsControlCharacter(name))
    return BadInput("cannot use this site name", "it holds a control character");
  return Success();
}

Result<> CheckAddress(std::string_view address) {
  static constexpr std::string_view kScheme = "tcp://";
  if (address.size() > limits::kAddressBytes) {
    return BadInput("cannot use this coordinator address",
                    StrCat("it has ", address.size(), " bytes; at most ", limits::kAddressBytes,
                           " are allowed"));
  }
  if (!address.starts_with(kScheme) || address.size() == kScheme.size() ||
      HoldsControlCharacter(address)) {
    return BadInput("cannot use this coordinator address",
                    HoldsControlCharacter(address) ? "it holds a control character"
                                                   : StrCat("it is '", address, "'"),
                    "Write it as tcp://host:port");
  }
  return Success();
}

}  // namespace hansa::identity
