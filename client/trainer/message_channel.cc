#include "client/trainer/message_channel.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr size_t kHeaderBytes = 4;
constexpr size_t kDescriptorBytes = limits::kTrainerDescriptors * sizeof(int);

Error Broken(const std::string& why) { return WorkFailed("the trainer's channel broke", why); }

// Room for descriptors beside a message, aligned as the kernel writes it.
union ControlSpace {
  char bytes[CMSG_SPACE(kDescriptorBytes)];
  cmsghdr aligned;
};

void AttachDescriptors(msghdr& message, ControlSpace& space, std::span<const int> descriptors) {
  std::memset(&space, 0, sizeof(space));
  message.msg_control = space.bytes;
  message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
  cmsghdr* control = CMSG_FIRSTHDR(&message);
  control->cmsg_level = SOL_SOCKET;
  control->cmsg_type = SCM_RIGHTS;
  control->cmsg_len = CMSG_LEN(descriptors.size_bytes());
  std::memcpy(CMSG_DATA(control), descriptors.data(), descriptors.size_bytes());
}

void TakeDescriptors(msghdr& message, std::deque<UniqueFd>& into) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
      into.emplace_back(fd);
    }
  }
}

}  // namespace

Result<> MessageChannel::Send(std::string_view body, std::span<const int> descriptors) {
  HANSA_CHECK(descriptors.size() <= limits::kTrainerDescriptors);
  if (body.size() > limits::kTrainerMessageBytes)
    return BadInput("a message to or from the trainer is too large",
                    StrCat(body.size(), " bytes; at most ", limits::kTrainerMessageBytes));
  Bytes frame;
  frame.reserve(kHeaderBytes + body.size());
  AppendLittleEndian(frame, static_cast<uint32_t>(body.size()));
  Append(frame, AsSpan(body));

  ControlSpace control;
  const int flags = MSG_NOSIGNAL | (waiting_ == Waiting::kNever ? MSG_DONTWAIT : 0);
  for (size_t done = 0; done < frame.size();) {
    iovec part{frame.data() + done, frame.size() - done};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (done == 0 && !descriptors.empty()) AttachDescriptors(message, control, descriptors);
    ssize_t sent = ::sendmsg(socket_.get(), &message, flags);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return Broken(std::strerror(errno));
    done += static_cast<size_t>(sent);
  }
  return Success();
}

Result<MessageChannel::Filled> MessageChannel::Fill() {
  std::array<char, 16384> bytes;
  iovec part{bytes.data(), bytes.size()};
  ControlSpace control;
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof(control.bytes);
  const int flags = MSG_CMSG_CLOEXEC | (waiting_ == Waiting::kNever ? MSG_DONTWAIT : 0);
  ssize_t got = 0;
  do {
    got = ::recvmsg(socket_.get(), &message, flags);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return Filled::kNothing;
  if (got < 0 && errno == ECONNRESET) return Filled::kClosed;
  if (got < 0) return Broken(std::strerror(errno));

  TakeDescriptors(message, descriptors_);
  if ((message.msg_flags & MSG_CTRUNC) != 0 || descriptors_.size() > limits::kTrainerDescriptors)
    return Broken("more descriptors than a message may bear");
  if (got == 0) return Filled::kClosed;
  buffer_.append(bytes.data(), static_cast<size_t>(got));
  return Filled::kBytes;
}

Result<std::optional<std::string>> MessageChannel::Next() {
  std::optional<std::string> frame;
  if (buffer_.size() < kHeaderBytes) return frame;
  const size_t length = ReadLittleEndian<uint32_t>(AsSpan(buffer_).first(kHeaderBytes));
  if (length > limits::kTrainerMessageBytes)
    return BadInput("a frame is too large",
                    StrCat(length, " bytes; at most ", limits::kTrainerMessageBytes));
  if (buffer_.size() < kHeaderBytes + length) return frame;
  frame = buffer_.substr(kHeaderBytes, length);
  buffer_.erase(0, kHeaderBytes + length);
  return frame;
}

UniqueFd MessageChannel::TakeDescriptor() {
  HANSA_CHECK(!descriptors_.empty());
  UniqueFd fd = std::move(descriptors_.front());
  descriptors_.pop_front();
  return fd;
}

}  // namespace hansa::client
