#pragma once
// Frames with descriptors over a SOCK_STREAM socket pair, as proto/hansa/v1/trainer.proto says: a
// 4-byte little-endian length, then that many bytes; descriptors ride on the first byte. Not
// thread-safe.

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/unique_fd.h"

namespace hansa::client {

class MessageChannel {
 public:
  enum class Waiting { kBlock, kNever };

  // With kNever neither Send nor Fill waits.
  MessageChannel(UniqueFd socket, Waiting waiting)
      : socket_(std::move(socket)), waiting_(waiting) {}

  int fd() const { return socket_.get(); }

  // The whole frame, or an error after which the channel is of no use. A channel that never waits
  // fails when the socket's buffer is full, which cannot be while one request at a time is under
  // way.
  Result<> Send(std::string_view body, std::span<const int> descriptors);

  enum class Filled { kBytes, kNothing, kClosed };
  // Reads once from the socket into the buffer.
  Result<Filled> Fill();

  // The next whole frame, when it is there. kBadInput when its length is out of bounds.
  Result<std::optional<std::string>> Next();

  // Descriptors received and not yet taken, oldest first. The reader takes as many as a frame
  // names.
  size_t descriptors() const { return descriptors_.size(); }
  UniqueFd TakeDescriptor();

 private:
  UniqueFd socket_;
  Waiting waiting_;
  std::string buffer_;
  std::deque<UniqueFd> descriptors_;
};

}  // namespace hansa::client
