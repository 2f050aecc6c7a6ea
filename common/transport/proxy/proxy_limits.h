#pragma once
// Bounds on what a proxy and its files can make us allocate: common/base/limits.h for this folder.

#include <cstddef>

namespace hansa::limits {

// What a proxy may answer before it connects, and the file with a login for it.
inline constexpr size_t kProxyReplyBytes = 16 << 10;
inline constexpr size_t kProxyCredentialsBytes = 1 << 10;

}  // namespace hansa::limits
