#include "common/base/check.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "common/base/check_note.h"

namespace hansa {
namespace {
thread_local std::string check_note;
}  // namespace

CheckNote::CheckNote(std::string text) { check_note = std::move(text); }
CheckNote::~CheckNote() { check_note.clear(); }

namespace internal {

void CheckFailed(std::string_view condition, std::string_view file, int line) {
  std::fprintf(stderr,
               "internal error: %.*s does not hold (%.*s:%d). Please report this as a bug.\n",
               static_cast<int>(condition.size()), condition.data(), static_cast<int>(file.size()),
               file.data(), line);
  if (!check_note.empty()) std::fprintf(stderr, "%s\n", check_note.c_str());
  std::fflush(nullptr);
  std::_Exit(70);
}

}  // namespace internal
}  // namespace hansa
