#include "common/transport/server_bounds.h"

#include <sys/resource.h>

#include <algorithm>

namespace hansa::transport {

ServerBounds WithinDescriptors(ServerBounds bounds) {
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0 || descriptors.rlim_cur == RLIM_INFINITY)
    return bounds;
  const auto most = static_cast<size_t>(descriptors.rlim_cur / 4 * 3);
  if (bounds.connections <= most) return bounds;
  bounds.connections = most;
  bounds.probationers = std::min(bounds.probationers, most / 2);
  return bounds;
}

}  // namespace hansa::transport
