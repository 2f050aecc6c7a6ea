#pragma once
// The server's table of connections: by handle, by ZeroMQ's routing id, by descriptor. A routing id
// or a descriptor that turns up again for someone else is a new connection.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/base/time.h"
#include "common/transport/outbound_queue.h"
#include "common/transport/server_socket.h"

namespace hansa::transport {

struct Connection {
  PeerHandle handle = 0;
  std::string routing_id;
  std::string user;
  int fd = -1;
  OutboundQueue queue;
  bool muted = false;  // what it says is ignored
  bool ended = false;  // TCP has ended; what it sent before may still arrive
};

class Connections {
 public:
  // The connection that a message came by; null when it is not known. Connections that the message
  // shows to be gone (same routing id or descriptor, other user or connection) are ended.
  Connection* Find(const std::string& routing_id, const std::string& user, int fd);
  Connection& Add(std::string routing_id, std::string user, int fd);
  Connection* Find(PeerHandle handle);
  void End(PeerHandle handle);
  void EndDescriptor(int fd);

  // Forgets the ended ones and names them.
  std::vector<PeerHandle> TakeEnded();

  std::vector<PeerHandle> OfUser(const std::string& user) const;
  size_t size() const { return by_handle_.size(); }
  const QueuedBytes& queued() const { return queued_; }  // in all queues

 private:
  QueuedBytes queued_;
  std::map<PeerHandle, Connection> by_handle_;
  std::unordered_map<std::string, PeerHandle> by_routing_id_;
  std::unordered_map<int, PeerHandle> by_fd_;
  std::vector<PeerHandle> ended_;
  PeerHandle next_ = 1;
};

}  // namespace hansa::transport
