#include "common/transport/poller.h"

#include <zmq.h>

#include <algorithm>
#include <cerrno>

#include "common/base/check.h"

namespace hansa::transport {
namespace {

// Rounded up: waking a moment early would turn the last millisecond into a busy loop.
long TimeoutMillis(std::optional<Instant> until) {
  if (!until) return -1;
  const Duration left = *until - ReadClocks().instant;
  if (left <= Duration::zero()) return 0;
  return static_cast<long>(
      std::chrono::ceil<milliseconds>(std::min<Duration>(left, seconds(3600))).count());
}

std::vector<zmq_pollitem_t> Items(const std::vector<Awaited>& sockets,
                                  const std::vector<int>& watched) {
  std::vector<zmq_pollitem_t> items;
  items.reserve(sockets.size() + watched.size());
  for (const Awaited& awaited : sockets) {
    const int events = ZMQ_POLLIN | (awaited.writable ? ZMQ_POLLOUT : 0);
    items.push_back({awaited.socket, 0, static_cast<short>(events), 0});
  }
  for (const int fd : watched) items.push_back({nullptr, fd, ZMQ_POLLIN, 0});
  return items;
}

}  // namespace

void Poller::Watch(int fd) {
  if (std::find(watched_.begin(), watched_.end(), fd) == watched_.end()) watched_.push_back(fd);
}

void Poller::Unwatch(int fd) { std::erase(watched_, fd); }

std::optional<std::vector<int>> Poller::Wait(const std::vector<Awaited>& sockets,
                                             std::optional<Instant> until) {
  std::vector<zmq_pollitem_t> items = Items(sockets, watched_);
  if (zmq_poll(items.data(), static_cast<int>(items.size()), TimeoutMillis(until)) < 0) {
    HANSA_CHECK(errno == EINTR);
    return std::nullopt;
  }
  std::vector<int> ready;
  for (const zmq_pollitem_t& item : items)
    if (item.socket == nullptr && item.revents != 0) ready.push_back(item.fd);
  return ready;
}

std::optional<Instant> Earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a) return b;
  if (!b) return a;
  return std::min(*a, *b);
}

}  // namespace hansa::transport
