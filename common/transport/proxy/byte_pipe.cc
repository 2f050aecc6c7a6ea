#include "common/transport/proxy/byte_pipe.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "common/base/check.h"

namespace hansa::transport {
namespace {

bool WouldWait() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

void BytePipe::Put(std::string_view bytes) {
  HANSA_CHECK(empty() && bytes.size() <= buffer_.size());
  std::copy(bytes.begin(), bytes.end(), buffer_.begin());
  begin_ = 0;
  end_ = bytes.size();
}

bool BytePipe::Write(int to) {
  const ssize_t sent = ::send(to, buffer_.data() + begin_, end_ - begin_, MSG_NOSIGNAL);
  if (sent < 0) return WouldWait();
  begin_ += static_cast<size_t>(sent);
  return true;
}

bool BytePipe::Move(int from, int to) {
  if (wants_input()) {
    const ssize_t got = ::recv(from, buffer_.data(), buffer_.size(), 0);
    if (got < 0) return WouldWait();
    ended_ = got == 0;
    begin_ = 0;
    end_ = static_cast<size_t>(got);
  }
  return empty() || Write(to);
}

}  // namespace hansa::transport
