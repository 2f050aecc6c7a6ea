#pragma once
// Options that both ends of a Hansa connection set.

#include "common/transport/zmq_socket.h"

namespace hansa::transport {

// How long a closing socket may take to send what was handed to it.
inline constexpr int kLingerMillis = 500;

void SetCommonOptions(Socket& socket, bool ipv6);

}  // namespace hansa::transport
