#include "common/transport/connections.h"

namespace hansa::transport {

Connection* Connections::Find(const std::string& routing_id, const std::string& user, int fd) {
  const auto found = by_routing_id_.find(routing_id);
  if (found == by_routing_id_.end()) return nullptr;
  Connection& connection = by_handle_.at(found->second);
  if (connection.user == user && connection.fd == fd) return &connection;
  End(connection.handle);
  return nullptr;
}

Connection& Connections::Add(std::string routing_id, std::string user, int fd) {
  EndDescriptor(fd);
  const PeerHandle handle = next_++;
  Connection& connection = by_handle_[handle];
  connection.handle = handle;
  connection.queue.CountIn(queued_);
  connection.routing_id = std::move(routing_id);
  connection.user = std::move(user);
  connection.fd = fd;
  by_routing_id_[connection.routing_id] = handle;
  by_fd_[fd] = handle;
  return connection;
}

Connection* Connections::Find(PeerHandle handle) {
  const auto found = by_handle_.find(handle);
  return found == by_handle_.end() ? nullptr : &found->second;
}

void Connections::End(PeerHandle handle) {
  Connection* connection = Find(handle);
  if (connection == nullptr || connection->ended) return;
  connection->ended = true;
  connection->queue.Clear();
  const auto by_fd = by_fd_.find(connection->fd);
  if (by_fd != by_fd_.end() && by_fd->second == handle) by_fd_.erase(by_fd);
  ended_.push_back(handle);
}

void Connections::EndDescriptor(int fd) {
  const auto found = by_fd_.find(fd);
  if (found != by_fd_.end()) End(found->second);
}

std::vector<PeerHandle> Connections::TakeEnded() {
  for (const PeerHandle handle : ended_) {
    const auto found = by_handle_.find(handle);
    const auto routing = by_routing_id_.find(found->second.routing_id);
    if (routing != by_routing_id_.end() && routing->second == handle) by_routing_id_.erase(routing);
    by_handle_.erase(found);
  }
  return std::exchange(ended_, {});
}

std::vector<PeerHandle> Connections::OfUser(const std::string& user) const {
  std::vector<PeerHandle> handles;
  for (const auto& [handle, connection] : by_handle_)
    if (connection.user == user) handles.push_back(handle);
  return handles;
}

}  // namespace hansa::transport
