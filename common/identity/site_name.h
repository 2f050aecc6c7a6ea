#pragma once
// What an invitation may call a site and its coordinator.

#include <string_view>

#include "common/base/result.h"

namespace hansa::identity {

// 1 to limits::kNameBytes bytes, none a control character. Fails with kBadInput.
Result<> CheckSiteName(std::string_view name);
// "tcp://" and something, at most limits::kAddressBytes. Fails with kBadInput.
Result<> CheckAddress(std::string_view address);

}  // namespace hansa::identity
