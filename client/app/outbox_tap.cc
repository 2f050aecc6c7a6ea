#include "client/app/outbox_tap.h"

#ifdef HANSA_STOP_POINTS
#include <google/protobuf/unknown_field_set.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace hansa::client {
namespace {

constexpr int kUnusedField = 1000;
constexpr size_t kLargestLeak = 256 << 10;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

OutboxTap::OutboxTap()
    : file_(Environment("HANSA_TAP_FILE")),
      input_file_(Environment("HANSA_INPUT_FILE")),
      leak_(Environment("HANSA_PLANT_LEAK") == "1") {}

void OutboxTap::Hold(const SharedArray& values) {
  if (!leak_) return;
  const Result<std::vector<float>> held = values.Values();
  if (!held.ok()) return;
  const auto* bytes = reinterpret_cast<const uint8_t*>(held->data());
  const size_t size = held->size() * sizeof(float);
  const size_t kept = std::min(kLargestLeak, size);  // the newest rows are the last ones
  held_.assign(bytes + (size - kept), bytes + size);
}

void OutboxTap::Leak(v1::ToCoordinator& message) const {
  if (!leak_ || !message.has_task_ready()) return;
  v1::TaskReady& ready = *message.mutable_task_ready();
  *ready.GetReflection()->MutableUnknownFields(&ready)->AddLengthDelimited(kUnusedField) =
      ToString(held_);
}

void OutboxTap::Record(std::string_view envelope, const Bytes& payload) const {
  if (file_.empty()) return;
  std::ofstream file(file_, std::ios::binary | std::ios::app);
  file << envelope << AsView(payload);
}

void OutboxTap::Input(const Blob& input) const {
  if (input_file_.empty()) return;
  std::ofstream file(input_file_, std::ios::binary | std::ios::app);
  static_cast<void>(ForEachWindow(input, 0, [&file](uint64_t, ByteSpan bytes) {
    file << AsView(bytes);
    return Success();
  }));
}

}  // namespace hansa::client
#endif
