#include "common/wire/parse.h"

#include <google/protobuf/stubs/logging.h>

#include "common/base/limits.h"

namespace hansa::wire {
namespace {

template <typename Message>
Checked<Message> Parse(std::string_view envelope, size_t payload_bytes) {
  if (envelope.size() > limits::kFrameBytes) return Fault("oversized");
  // Bytes that are no UTF-8 are the peer's fault, not a line in our log each time.
  static google::protobuf::LogHandler* const silenced = google::protobuf::SetLogHandler(nullptr);
  static_cast<void>(silenced);
  Message message;
  if (!message.ParseFromArray(envelope.data(), static_cast<int>(envelope.size())))
    return Fault("unparseable");
  const Fault fault = Validate(message, payload_bytes);
  if (!fault.empty()) return fault;
  return message;
}

}  // namespace

Checked<v1::ToCoordinator> ParseToCoordinator(std::string_view envelope, size_t payload_bytes) {
  return Parse<v1::ToCoordinator>(envelope, payload_bytes);
}

Checked<v1::ToSite> ParseToSite(std::string_view envelope, size_t payload_bytes) {
  return Parse<v1::ToSite>(envelope, payload_bytes);
}

}  // namespace hansa::wire
