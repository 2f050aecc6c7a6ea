#pragma once
// What the inputs of one turn bring about. The loop writes the records (and what the machine wants
// persisted) in one commit, and only then executes the rest, top to bottom.

#include <string>
#include <vector>

#include "common/transport/server_socket.h"
#include "coordinator/core/effects.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

// To one connection: an operator's, an invitation holder's, or a site's before it has greeted.
struct PeerSend {
  transport::PeerHandle peer = 0;
  v1::ToSite message;
  Bytes payload;
};

// Bytes of a blob for whoever asked for them on this connection (ChunkServer).
inline constexpr uint64_t kServesSite = 0;  // a tag; any other is the id of an operator's request
struct PeerServe {
  transport::PeerHandle peer = 0;
  crypto::Digest sha256{};
  BlobHandle blob;
  bulk::Range range;
  uint64_t tag = kServesSite;
};

struct TurnOutput {
  std::vector<Record> records;
  std::vector<PeerSend> replies;
  std::vector<PeerServe> serves;  // beside effects.serves
  Effects effects;
  std::vector<transport::PeerHandle> ended;  // connections to cut, after what was sent to them
  std::vector<SiteId> revoked;               // all their connections are cut, too
  std::vector<SiteId> unlisted;              // these, too, until a directory names them again
  std::vector<transport::PeerHandle> kept;   // connections of peers that are known now
  std::vector<std::string> expelled;         // users, as ZAP names them: all theirs are cut
};

}  // namespace hansa::coordinator
