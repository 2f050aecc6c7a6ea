#include "coordinator/app/chunk_server.h"

#include "common/base/log.h"
#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

v1::ToSite Wrap(const bulk::RangeSender::Chunk& chunk) {
  v1::ToSite message;
  if (chunk.source.tag != kServesSite) {
    v1::OperatorReply& reply = *message.mutable_operator_reply();
    reply.set_id(chunk.source.tag);
    reply.mutable_fetched_bytes()->set_offset(chunk.range.offset);
    return message;
  }
  v1::Blob& blob = *message.mutable_blob();
  blob.set_sha256(ToString(chunk.source.sha256));
  blob.set_found(true);
  blob.set_offset(chunk.range.offset);
  blob.set_size(chunk.source.blob->size());
  return message;
}

v1::ToSite Unreadable(const bulk::RangeSender::Chunk& chunk, const Error& error) {
  v1::ToSite message;
  if (chunk.source.tag == kServesSite) {
    message.mutable_blob()->set_sha256(ToString(chunk.source.sha256));
    return message;
  }
  v1::OperatorReply& reply = *message.mutable_operator_reply();
  reply.set_id(chunk.source.tag);
  reply.set_last(true);
  reply.mutable_failure()->set_exit_code(error.exit_code());
  reply.mutable_failure()->set_what(error.what);
  reply.mutable_failure()->set_why(error.why);
  reply.mutable_failure()->set_next(error.next);
  return message;
}

}  // namespace

std::string_view ChunkServer::Ask(const PeerServe& serve) {
  return sender_.Ask(serve.peer, {serve.sha256, serve.blob, serve.tag}, serve.range);
}

void ChunkServer::Pump(transport::ServerSocket& socket) {
  for (const transport::PeerHandle peer : departures_.Take()) sender_.Departed(peer);
  while (const auto chunk = sender_.Next()) Send(socket, *chunk);
  if (sender_.idle()) read_.Clear();
}

void ChunkServer::Send(transport::ServerSocket& socket, const bulk::RangeSender::Chunk& chunk) {
  const auto bytes = read_.Read(chunk.source.sha256, *chunk.source.blob, chunk.range);
  if (!bytes.ok()) {
    LogError(bytes.error().Text());
    sender_.Forget(chunk.peer);
    socket.Send(chunk.peer, Unreadable(chunk, bytes.error()).SerializeAsString());
    return;
  }
  // A peer that is gone by now is forgotten when the socket says so.
  socket.SendShared(chunk.peer, Wrap(chunk).SerializeAsString(),
                    departures_.Track(chunk.peer, *bytes));
}

}  // namespace hansa::coordinator
