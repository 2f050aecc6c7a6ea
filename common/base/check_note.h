#pragma once
// What a thread is at, printed when a check breaks and ends the process (check.h): which of
// thousands of simulated runs it was, for instance.

#include <string>

namespace hansa {

class CheckNote {
 public:
  // Of this thread, until the object goes. Not nested.
  explicit CheckNote(std::string text);
  ~CheckNote();
  CheckNote(const CheckNote&) = delete;
  CheckNote& operator=(const CheckNote&) = delete;
};

}  // namespace hansa
