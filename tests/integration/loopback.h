#pragma once
// TCP on this machine, as the links and storms of the tests need it.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <string>

#include "common/base/unique_fd.h"

namespace hansa::testing {

// "tcp://127.1.2.3:4567"
inline sockaddr_in TcpAddress(const std::string& text) {
  const std::string host_and_port = text.substr(std::string("tcp://").size());
  const size_t colon = host_and_port.rfind(':');
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(static_cast<uint16_t>(std::stoi(host_and_port.substr(colon + 1))));
  EXPECT_EQ(::inet_pton(AF_INET, host_and_port.substr(0, colon).c_str(), &out.sin_addr), 1) << text;
  return out;
}

// On a free port, without waiting; says where.
inline UniqueFd ListenOnLoopback(std::string& address) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in own{};
  own.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof own;
  EXPECT_EQ(::bind(fd.get(), reinterpret_cast<sockaddr*>(&own), size), 0);
  EXPECT_EQ(::listen(fd.get(), 128), 0);
  EXPECT_EQ(::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&own), &size), 0);
  address = "tcp://127.0.0.1:" + std::to_string(ntohs(own.sin_port));
  return fd;
}

// Without waiting for an answer; invalid when refused at once.
inline UniqueFd ConnectTcp(const std::string& address) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in to = TcpAddress(address);
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) fd.Reset();
  return fd;
}

// The other end reads a reset, not an end.
inline void ResetAtClose(const UniqueFd& fd) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace hansa::testing
