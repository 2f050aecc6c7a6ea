#pragma once
// The sending side of bulk transfers, to any number of peers: what they asked for, as ranges, and
// whose chunk comes next. Nothing is read before its turn, and few chunks of a peer wait in its
// socket, so what is queued stays small with any number of peers, and a slow one holds up no other.
// Pure; not thread-safe.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string_view>

#include "common/base/blob.h"
#include "common/base/limits.h"
#include "common/bulk/range.h"
#include "common/crypto/hash.h"

namespace hansa::bulk {

struct SenderBounds {
  uint64_t chunk = limits::kChunkBytes;
  size_t in_socket = limits::kChunksInSocket;  // per peer
  // Asked for and not sent, per peer.
  size_t ranges = limits::kAskedRanges;
  uint64_t bytes = limits::kAskedBytes;
};

class RangeSender {
 public:
  using Peer = uint64_t;
  // Named by who asked, so that its sender knows what to wrap it in.
  struct Source {
    crypto::Digest sha256{};
    BlobHandle blob;
    uint64_t tag = 0;  // the asker's, given back with each chunk
  };
  struct Chunk {
    Peer peer = 0;
    Source source;
    Range range;
  };

  explicit RangeSender(SenderBounds bounds = {}) : bounds_(bounds) {}

  // The name of the peer's fault ("range_outside", "asked_too_much"), or empty. A range before what
  // the peer last asked of the same blob replaces what it is still to get of it: it asks again.
  std::string_view Ask(Peer peer, Source source, Range range);
  // The next chunk to put into a socket, of each peer in turn; empty when nobody has room or wants.
  std::optional<Chunk> Next();
  // A chunk of this peer has left the socket.
  void Departed(Peer peer);
  // The peer is gone; chunks of it in the socket no longer count.
  void Forget(Peer peer);
  // It is to get no more of this blob.
  void Forget(Peer peer, const crypto::Digest& sha256);

  bool idle() const { return peers_.empty(); }

 private:
  struct Wanted {
    Source source;
    Range range;
  };
  struct Queue {
    std::deque<Wanted> wanted;
    uint64_t bytes = 0;  // in `wanted`
    size_t in_socket = 0;
    bool in_turn = false;  // is in turn_
  };

  bool Sendable(const Queue& queue) const {
    return !queue.wanted.empty() && queue.in_socket < bounds_.in_socket;
  }
  void TakeTurn(Peer peer, Queue& queue);
  void DropFrom(Queue& queue, const crypto::Digest& sha256);
  // Nothing is kept of a peer that neither wants anything nor has anything in its socket.
  void DropIfEmpty(std::map<Peer, Queue>::iterator place);

  const SenderBounds bounds_;
  std::map<Peer, Queue> peers_;
  std::deque<Peer> turn_;
};

}  // namespace hansa::bulk
