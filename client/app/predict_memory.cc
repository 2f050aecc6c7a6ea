#include "client/app/predict_memory.h"

#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr uint64_t kCopies = 3;

}  // namespace

Result<> CheckMemoryFor(uint64_t model_bytes, uint64_t available) {
  if (available == 0 || model_bytes <= available / kCopies) return Success();
  const auto text = [](uint64_t bytes) { return HumanBytes(static_cast<double>(bytes)); };
  return WorkFailed("this machine has too little memory for the model",
                    StrCat("the model has ", text(model_bytes), ", applying it takes ",
                           text(kCopies * model_bytes), ", and ", text(available), " are free"),
                    "End other programs, or take a machine with more memory");
}

}  // namespace hansa::client
