#pragma once
// The head of an HTTP answer to CONNECT (RFC 9112, 4; RFC 9110, 9.3.6).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hansa::transport {

struct ConnectReply {
  enum class State { kIncomplete, kComplete, kMalformed };
  State state = State::kIncomplete;
  size_t size = 0;   // bytes of the head, with the empty line
  int status = 0;    // 100 to 599
  std::string text;  // "403 Filtered": the proxy's words, plain and at most 120 bytes
  // Of Proxy-Authenticate, "Basic": at most 8, plain, 32 bytes each.
  std::vector<std::string> schemes;
};

// `received` begins with the answer. A head larger than limits::kProxyReplyBytes is malformed.
ConnectReply ParseConnectReply(std::string_view received);

}  // namespace hansa::transport
