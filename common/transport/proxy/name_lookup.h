#pragma once
// A host's addresses, found beside the caller: the resolver may take as long as it likes, and
// cannot be stopped.

#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace hansa::transport {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

class NameLookup {
 public:
  // `host`: name, IPv4, [IPv6].
  NameLookup(const std::string& host, uint16_t port);
  ~NameLookup();  // what still runs ends by itself
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;

  int fd() const;  // readable once there is an answer
  // After that: at least one address, or the resolver's words.
  Result<std::vector<SocketAddress>> Take();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace hansa::transport
