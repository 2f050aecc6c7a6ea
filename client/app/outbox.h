#pragma once
// The one place where messages leave the agent. In test builds it also has the stop points of a
// round and a tap, for the tests that kill an agent at each step, that add up its inputs apart, and
// that look for values that must not leave.

#include <memory>

#include "client/core/effects.h"
#include "client/trainer/shared_array.h"
#include "common/base/blob.h"
#include "common/transport/client_socket.h"

namespace hansa::client {

class OutboxTap;

class Outbox {
 public:
  Outbox();
  ~Outbox();
  // False when the message could not be queued: the connection is gone, or soon will be.
  bool Deliver(transport::ClientSocket& socket, Send send);
  // A part of a vector, without a copy.
  bool Deliver(transport::ClientSocket& socket, const v1::ToCoordinator& message,
               std::shared_ptr<const Bytes> payload);
  // For the test that plants a leak: data that the agent holds.
  void HoldForLeak(const SharedArray& values);
  // For the test that adds up the inputs: one that is about to be masked.
  void NoteInput(const Blob& input);

 private:
  std::unique_ptr<OutboxTap> tap_;  // test builds
};

}  // namespace hansa::client
