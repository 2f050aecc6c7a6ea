#pragma once
// A TCP connection in two halves that the test moves bytes between, so that a message can be
// stopped on its way: libzmq itself never sends half of one and waits.

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string>

#include "common/base/unique_fd.h"

namespace hansa::transport {

inline int PortOf(const std::string& address) {
  return std::stoi(address.substr(address.rfind(':') + 1));
}

inline sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A TCP connection to a port of this machine that says nothing by itself.
inline UniqueFd ConnectPlain(const std::string& server_address) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = Loopback(PortOf(server_address));
  EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return fd;
}

// One connection, from whoever connects to address() first.
class TcpRelay {
 public:
  explicit TcpRelay(std::string server_address) : server_address_(std::move(server_address)) {
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_.get(), 1), 0);
    EXPECT_EQ(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    address_ = "tcp://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }

  const std::string& address() const { return address_; }
  size_t forwarded() const { return forwarded_; }

  // Moves what is there, to the server no more than `most` bytes in all.
  void Turn(size_t most) {
    if (!client_.valid()) {
      client_ =
          UniqueFd(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (!client_.valid()) return;
      server_ = ConnectPlain(server_address_);
      ::fcntl(server_.get(), F_SETFL, O_NONBLOCK);
    }
    Move(server_, client_, SIZE_MAX);
    forwarded_ += Move(client_, server_, most - std::min(most, forwarded_));
  }

 private:
  static size_t Move(const UniqueFd& from, const UniqueFd& to, size_t most) {
    std::array<char, 65536> buffer{};
    size_t moved = 0;
    while (moved < most) {
      const size_t wanted = std::min(buffer.size(), most - moved);
      const ssize_t seen = ::recv(from.get(), buffer.data(), wanted, MSG_PEEK);
      if (seen <= 0) break;
      const ssize_t sent = ::send(to.get(), buffer.data(), static_cast<size_t>(seen), MSG_NOSIGNAL);
      if (sent <= 0) break;
      moved += static_cast<size_t>(::recv(from.get(), buffer.data(), static_cast<size_t>(sent), 0));
    }
    return moved;
  }

  UniqueFd listener_{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  UniqueFd client_, server_;
  std::string server_address_, address_;
  size_t forwarded_ = 0;
};

}  // namespace hansa::transport
