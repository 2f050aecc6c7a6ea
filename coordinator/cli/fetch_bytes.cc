// OperatorClient::FetchBytes: a model in ranges.

#include "common/base/text.h"
#include "common/bulk/range_receiver.h"
#include "coordinator/cli/operator_client.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::cli {
namespace {

using Verdict = bulk::RangeReceiver::Verdict;

bulk::Range RangeOf(const Reply& reply) {
  return {reply.message.fetched_bytes().offset(), reply.payload.size()};
}

}  // namespace

Result<> OperatorClient::Ask(uint64_t id, v1::FetchBytes what, const bulk::Range& range) {
  v1::ToCoordinator envelope;
  v1::OperatorRequest& request = *envelope.mutable_operator_request();
  request.set_id(id);
  what.set_offset(range.offset);
  what.set_bytes(range.bytes);
  *request.mutable_fetch_bytes() = std::move(what);
  if (socket_->Send(envelope.SerializeAsString())) return Success();
  return Unreachable(StrCat("cannot send to the coordinator at ", address_),
                     "the connection was just lost", "Try again: what has arrived is kept");
}

Result<> OperatorClient::FetchBytes(const v1::FetchBytes& what, uint64_t size, uint64_t have,
                                    const TakeBytes& take, Duration silence) {
  const uint64_t id = next_id_++;
  bulk::RangeReceiver receiver(size, have);
  while (!receiver.complete()) {
    const Instant now = ReadClocks().instant;
    for (const bulk::Range& range : receiver.Ask(now)) HANSA_TRY(Ask(id, what, range));
    const Reply reply = HANSA_TRY(NextReply(id, now + silence));
    const bulk::RangeReceiver::Taken taken = receiver.OnChunk(RangeOf(reply), ReadClocks().instant);
    if (taken.verdict == Verdict::kTaken)
      HANSA_TRY(take(ByteSpan(reply.payload).subspan(taken.skip)));
    else if (taken.verdict != Verdict::kRepeated)
      return WorkFailed(
          "the coordinator sent what was not asked for",
          StrCat(reply.payload.size(), " bytes at ", reply.message.fetched_bytes().offset()));
  }
  return Success();
}

}  // namespace hansa::cli
