#include "common/transport/tcp_connections.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>

namespace hansa::transport {
namespace {

// Bytes that this connection's peer has sent and the kernel took in, since the beginning; 0 when
// the descriptor is no TCP connection any more.
uint64_t BytesTakenIn(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
  return info.tcpi_bytes_received;
}

uint64_t Since(uint64_t mark, uint64_t now) { return now > mark ? now - mark : 0; }

}  // namespace

TcpConnections::Doomed TcpConnections::Doom(int fd, Open& open) {
  open.doomed = true;
  probation_.erase(open.serial);
  return {fd, open.serial};
}

TcpConnections::Accepted TcpConnections::Accept(int fd, Instant now) {
  End(fd);  // in case its end was not reported
  Open& added = by_fd_[fd];
  added = {.serial = ++last_, .accepted = now};
  if (by_fd_.size() > bounds_.connections) return {Excess::kConnections, Doom(fd, added)};
  probation_[added.serial] = fd;
  if (probation_.size() <= bounds_.probationers) return {};
  const int oldest = probation_.begin()->second;
  return {Excess::kProbationers, Doom(oldest, by_fd_.at(oldest))};
}

void TcpConnections::End(int fd) {
  const auto found = by_fd_.find(fd);
  if (found == by_fd_.end()) return;
  probation_.erase(found->second.serial);
  by_fd_.erase(found);
}

void TcpConnections::Keep(int fd) {
  const auto found = by_fd_.find(fd);
  if (found == by_fd_.end() || found->second.kept || found->second.doomed) return;
  found->second.kept = true;
  found->second.bytes_at_message = BytesTakenIn(fd);
  probation_.erase(found->second.serial);
}

void TcpConnections::Delivered(int fd) {
  const auto found = by_fd_.find(fd);
  if (found != by_fd_.end() && found->second.kept)
    found->second.bytes_at_message = BytesTakenIn(fd);
}

bool TcpConnections::Is(const Doomed& doomed) const {
  const auto found = by_fd_.find(doomed.fd);
  return found != by_fd_.end() && found->second.serial == doomed.serial;
}

std::vector<TcpConnections::Doomed> TcpConnections::OverdueAt(Instant now) {
  std::vector<Doomed> overdue;
  while (const auto due = NextOverdue()) {
    if (*due > now) break;
    const int fd = probation_.begin()->second;
    overdue.push_back(Doom(fd, by_fd_.at(fd)));
  }
  return overdue;
}

std::optional<Instant> TcpConnections::NextOverdue() const {
  if (probation_.empty()) return std::nullopt;
  return by_fd_.at(probation_.begin()->second).accepted + bounds_.probation;
}

std::vector<TcpConnections::Doomed> TcpConnections::TooMuchOnProbation() {
  std::vector<int> found;
  for (const auto& [serial, fd] : probation_)
    if (BytesTakenIn(fd) > bounds_.probation_bytes) found.push_back(fd);
  std::vector<Doomed> doomed;
  for (const int fd : found) doomed.push_back(Doom(fd, by_fd_.at(fd)));
  return doomed;
}

std::vector<TcpConnections::Doomed> TcpConnections::Unfinished() {
  std::vector<std::pair<uint64_t, int>> unfinished;
  uint64_t in_all = 0;
  for (const auto& [fd, open] : by_fd_) {
    if (!open.kept || open.doomed) continue;
    const uint64_t bytes = Since(open.bytes_at_message, BytesTakenIn(fd));
    in_all += bytes;
    unfinished.emplace_back(bytes, fd);
  }
  std::sort(unfinished.rbegin(), unfinished.rend());  // the largest first
  std::vector<Doomed> doomed;
  for (const auto& [bytes, fd] : unfinished) {
    if (bytes <= bounds_.unfinished_bytes && in_all <= bounds_.unfinished_bytes_in_all) break;
    in_all -= bytes;
    doomed.push_back(Doom(fd, by_fd_.at(fd)));
  }
  return doomed;
}

}  // namespace hansa::transport
