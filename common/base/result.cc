#include "common/base/result.h"

namespace hansa {

std::string Error::Text() const {
  std::string out = what;
  if (!why.empty()) out += ": " + why;
  if (!next.empty()) out += ". " + next;
  return out;
}

Error Error::WithContext(const std::string& context) && {
  what = context + ": " + what;
  return std::move(*this);
}

}  // namespace hansa
