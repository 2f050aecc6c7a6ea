#include "client/app/outbox.h"

#include "client/app/outbox_tap.h"
#include "common/base/stop_point.h"

namespace hansa::client {
namespace {

std::string_view StepBefore(const v1::ToCoordinator& message) {
  switch (message.secagg().body_case()) {
    case v1::SecAggToCoordinator::kAdvertise:
      return "before_advertise";
    case v1::SecAggToCoordinator::kShares:
      return "before_shares";
    case v1::SecAggToCoordinator::kMaskedInput:
      return "before_masked_input";
    case v1::SecAggToCoordinator::kAlive:
      return "before_alive";
    case v1::SecAggToCoordinator::kUnmask:
      return "before_unmask";
    default:
      return "";
  }
}

}  // namespace

Outbox::Outbox() : tap_(std::make_unique<OutboxTap>()) {}
Outbox::~Outbox() = default;

void Outbox::HoldForLeak(const SharedArray& values) { tap_->Hold(values); }
void Outbox::NoteInput(const Blob& input) { tap_->Input(input); }

bool Outbox::Deliver(transport::ClientSocket& socket, const v1::ToCoordinator& message,
                     std::shared_ptr<const Bytes> payload) {
  std::string envelope = message.SerializeAsString();
  tap_->Record(envelope, *payload);
  return socket.SendShared(std::move(envelope), std::move(payload));
}

bool Outbox::Deliver(transport::ClientSocket& socket, Send send) {
  const bool masked = send.message.secagg().has_masked_input();
  const bool ready = send.message.has_task_ready();
  StopPoint(StepBefore(send.message));
  tap_->Leak(send.message);
  std::string envelope = send.message.SerializeAsString();
  tap_->Record(envelope, send.payload);
  const bool queued = socket.Send(std::move(envelope), std::move(send.payload));
  if (masked) StopPoint("after_masked_input");
  if (ready) StopPoint("task_ready");
  return queued;
}

}  // namespace hansa::client
