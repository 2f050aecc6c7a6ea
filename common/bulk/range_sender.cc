#include "common/bulk/range_sender.h"

#include <algorithm>

#include "common/base/check.h"

namespace hansa::bulk {

std::string_view RangeSender::Ask(Peer peer, Source source, Range range) {
  HANSA_CHECK(source.blob != nullptr);
  const uint64_t size = source.blob->size();
  if (range.bytes == 0 || range.offset >= size || range.bytes > size - range.offset)
    return "range_outside";
  const auto place = peers_.try_emplace(peer).first;
  Queue& queue = place->second;
  const auto last =
      std::find_if(queue.wanted.rbegin(), queue.wanted.rend(),
                   [&](const Wanted& wanted) { return wanted.source.sha256 == source.sha256; });
  if (last != queue.wanted.rend() && last->range.end() > range.offset)
    DropFrom(queue, source.sha256);
  if (queue.wanted.size() >= bounds_.ranges || range.bytes > bounds_.bytes - queue.bytes) {
    DropIfEmpty(place);
    return "asked_too_much";
  }
  queue.bytes += range.bytes;
  queue.wanted.push_back({std::move(source), range});
  TakeTurn(peer, queue);
  return "";
}

void RangeSender::TakeTurn(Peer peer, Queue& queue) {
  if (queue.in_turn || !Sendable(queue)) return;
  queue.in_turn = true;
  turn_.push_back(peer);
}

std::optional<RangeSender::Chunk> RangeSender::Next() {
  while (!turn_.empty()) {
    const Peer peer = turn_.front();
    turn_.pop_front();
    const auto found = peers_.find(peer);
    if (found == peers_.end()) continue;
    Queue& queue = found->second;
    queue.in_turn = false;
    if (!Sendable(queue)) continue;
    Wanted& wanted = queue.wanted.front();
    Chunk chunk{
        peer, wanted.source, {wanted.range.offset, std::min(wanted.range.bytes, bounds_.chunk)}};
    wanted.range.offset += chunk.range.bytes;
    wanted.range.bytes -= chunk.range.bytes;
    queue.bytes -= chunk.range.bytes;
    if (wanted.range.bytes == 0) queue.wanted.pop_front();
    ++queue.in_socket;
    TakeTurn(peer, queue);
    return chunk;
  }
  return std::nullopt;
}

void RangeSender::Departed(Peer peer) {
  const auto found = peers_.find(peer);
  if (found == peers_.end()) return;
  Queue& queue = found->second;
  if (queue.in_socket > 0) --queue.in_socket;
  TakeTurn(peer, queue);
  DropIfEmpty(found);
}

void RangeSender::Forget(Peer peer) { peers_.erase(peer); }

void RangeSender::Forget(Peer peer, const crypto::Digest& sha256) {
  const auto found = peers_.find(peer);
  if (found == peers_.end()) return;
  DropFrom(found->second, sha256);
  DropIfEmpty(found);
}

void RangeSender::DropIfEmpty(std::map<Peer, Queue>::iterator place) {
  if (place->second.wanted.empty() && place->second.in_socket == 0) peers_.erase(place);
}

void RangeSender::DropFrom(Queue& queue, const crypto::Digest& sha256) {
  std::erase_if(queue.wanted, [&](const Wanted& wanted) {
    if (wanted.source.sha256 != sha256) return false;
    queue.bytes -= wanted.range.bytes;
    return true;
  });
}

}  // namespace hansa::bulk
