#include "common/model/column_spec.h"

#include <algorithm>

#include "common/base/limits.h"

namespace hansa {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool IsColumnName(const std::string& name) {
  return !name.empty() && name.size() <= limits::kNameBytes && IsLetter(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return IsLetter(c) || IsDigit(c); });
}

}  // namespace hansa
