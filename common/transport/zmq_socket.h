#pragma once
// ZeroMQ's context, sockets and frames as values that close themselves; no exceptions, and zmq.h
// stays in the .cc. Everything here never blocks, except the destruction of a Context, which waits
// for the linger time of its sockets.

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "common/base/shared_bytes.h"

namespace hansa::transport {

class Context {
 public:
  Context();  // one I/O thread
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  void* get() const { return context_; }

 private:
  void* context_;
};

// One received frame.
class Frame {
 public:
  Frame();
  ~Frame();
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  ByteSpan bytes() const;
  bool more() const;            // another frame of the same message follows
  std::string user_id() const;  // as ZAP gave it; empty: none
  int connection() const;       // descriptor of the connection that it came by; -1: unknown
  // Its bytes, without a copy; the frame is empty then. Whether more follow is still known.
  SharedBytes Take();

 private:
  friend class Socket;
  alignas(void*) mutable std::array<unsigned char, 64> message_;
  bool more_after_taken_ = false;
};

class Socket {
 public:
  Socket() = default;
  Socket(Context& context, int type);
  ~Socket() { Close(); }
  Socket(Socket&& other) noexcept : socket_(std::exchange(other.socket_, nullptr)) {}
  Socket& operator=(Socket&& other) noexcept {
    if (this != &other) {
      Close();
      socket_ = std::exchange(other.socket_, nullptr);
    }
    return *this;
  }

  // Options of ours are always accepted: anything else is a bug.
  void SetInt(int option, int value);
  void SetInt64(int option, int64_t value);
  void SetBytes(int option, ByteSpan value);
  std::string last_endpoint() const;

  // 0 or errno.
  int Bind(const std::string& address);
  int Connect(const std::string& address);

  // False: nothing there (or the context ends).
  bool Receive(Frame& frame);
  // 0 or errno: EAGAIN, EHOSTUNREACH. Fails at the first frame of a message or not at all.
  int Send(ByteSpan frame, bool more);
  // The last frame of a message, without a copy.
  int SendShared(std::shared_ptr<const Bytes> frame);

  void Close();
  void* get() const { return socket_; }
  explicit operator bool() const { return socket_ != nullptr; }

 private:
  void* socket_ = nullptr;
};

}  // namespace hansa::transport
