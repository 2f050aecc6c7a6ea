#pragma once
// From the first frame of a message to a message that was checked (validate.h). Bytes that do not
// parse, or parse to a message that no honest program sends, give the name of the fault, for
// counting; they are never an error of ours. Thread-safe.

#include <string_view>
#include <variant>

#include "common/wire/validate.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::wire {

// A message, or the fault that it has.
template <typename Message>
class Checked {
 public:
  Checked(Message message) : state_(std::move(message)) {}  // NOLINT: conversions are the point
  Checked(Fault fault) : state_(fault) {}                   // NOLINT

  bool ok() const { return std::holds_alternative<Message>(state_); }
  Fault fault() const { return ok() ? Fault() : std::get<Fault>(state_); }
  const Message& operator*() const { return std::get<Message>(state_); }
  const Message* operator->() const { return &std::get<Message>(state_); }
  Message&& Take() { return std::get<Message>(std::move(state_)); }

 private:
  std::variant<Message, Fault> state_;
};

// `payload_bytes`: the size of the second frame, 0 when there is none; a payload where the message
// has none, or none where it must have one, is a fault.
Checked<v1::ToCoordinator> ParseToCoordinator(std::string_view envelope, size_t payload_bytes);
Checked<v1::ToSite> ParseToSite(std::string_view envelope, size_t payload_bytes);

}  // namespace hansa::wire
