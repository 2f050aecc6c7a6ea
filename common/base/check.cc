#include "common/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace hansa::internal {

void CheckFailed(std::string_view condition, std::string_view file, int line) {
  std::fprintf(stderr,
               "internal error: %.*s does not hold (%.*s:%d). Please report this as a bug.\n",
               static_cast<int>(condition.size()), condition.data(), static_cast<int>(file.size()),
               file.data(), line);
  std::fflush(nullptr);
  std::_Exit(70);
}

}  // namespace hansa::internal
