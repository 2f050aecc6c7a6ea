#pragma once
// Options of the ends of a Hansa connection.

#include "common/transport/zmq_socket.h"

namespace hansa::transport {

// How long a closing socket may take to send what was handed to it.
inline constexpr int kLingerMillis = 500;

void SetCommonOptions(Socket& socket, bool ipv6);
// Of the end that connects. Its pings tell both ends that the other one lives: the other end answers
// each, and gives the connection up when none comes for as long as they say. One end is enough:
// libzmq goes through the timers of all its connections whenever it sets one again.
void SetPings(Socket& socket);

}  // namespace hansa::transport
