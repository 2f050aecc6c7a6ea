#pragma once
// Work ends in kWorkFailed when its arithmetic finds no finite model, and the round is over. A disk
// that does not take the result ends the process instead: its faults are of another kind.

#include <utility>

#include "common/base/result.h"

namespace hansa::coordinator {

template <typename T>
Result<T> OfThisDisk(Result<T> result) {
  if (result.ok() || result.error().kind != ErrorKind::kWorkFailed) return result;
  Error error = std::move(result).error();
  error.kind = ErrorKind::kBadInput;
  return error;
}

}  // namespace hansa::coordinator
