#pragma once
// Sends the ranges of blobs that peers ask for: few chunks of a peer in the socket at a time, each
// read when its turn comes (common/bulk), once for all who ask for the same. The loop's; not
// thread-safe.

#include "common/bulk/range_sender.h"
#include "common/transport/departures.h"
#include "common/transport/server_socket.h"
#include "coordinator/app/shared_chunks.h"
#include "coordinator/app/turn_output.h"

namespace hansa::coordinator {

class ChunkServer {
 public:
  // For the socket to watch: readable when there is room for more.
  int fd() const { return departures_.fd(); }
  // The name of the peer's fault, or empty.
  std::string_view Ask(const PeerServe& serve);
  // Sends what there is room for.
  void Pump(transport::ServerSocket& socket);
  void Gone(transport::PeerHandle peer) { sender_.Forget(peer); }

 private:
  void Send(transport::ServerSocket& socket, const bulk::RangeSender::Chunk& chunk);

  bulk::RangeSender sender_;
  SharedChunks read_;
  transport::Departures departures_;
};

}  // namespace hansa::coordinator
