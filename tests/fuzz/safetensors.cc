// A model file: a model that is no larger than the file and that is read back from its own bytes,
// or a reason.

#include "common/codec/safetensors.h"

#include <algorithm>
#include <cstring>

#include "common/base/check.h"

namespace hansa {
namespace {

bool SameModel(const FlatModel& a, const FlatModel& b) {
  // Tensors without elements share their place with the next: the same set, in any order.
  return std::is_permutation(a.layout.tensors.begin(), a.layout.tensors.end(),
                             b.layout.tensors.begin(), b.layout.tensors.end()) &&
         a.values.size() == b.values.size() &&
         (a.values.empty() ||
          std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(float)) == 0);
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const auto file = ReadSafetensors({data, size});
  if (!file.ok()) {
    HANSA_CHECK(file.error().kind == ErrorKind::kBadInput && !file.error().Text().empty());
    return -1;
  }
  HANSA_CHECK(file->model.values.size() == file->model.layout.elements());
  HANSA_CHECK(file->model.values.size() * sizeof(float) <= size);
  const auto again = ReadSafetensors(WriteSafetensors(file->model, file->metadata));
  HANSA_CHECK(again.ok() && SameModel(file->model, again->model));
  HANSA_CHECK(again->metadata == file->metadata);
  return 0;
}
