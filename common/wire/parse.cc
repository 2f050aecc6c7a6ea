#include "common/wire/parse.h"

#include "common/base/limits.h"

namespace hansa::wire {
namespace {

template <typename Message>
Checked<Message> Parse(std::string_view envelope, size_t payload_bytes) {
  if (envelope.size() > limits::kFrameBytes) return Fault("oversized");
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
