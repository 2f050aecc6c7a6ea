#pragma once
// Named places where a test build can be told to stop for good, so that a test can kill the process
// exactly there (environment HANSA_STOP_AT=<name>, or @<file> that holds the name by then). A
// reached point announces itself by creating the file named in HANSA_STOP_FILE, so that a test
// knows that it fired; asked for as ~<name> it does that alone, and goes on. Compiled to nothing
// elsewhere.

#include <string_view>

namespace hansa {

#ifdef HANSA_STOP_POINTS
// Waits for ever when `name` is the point asked for to stop at; otherwise returns at once.
void StopPoint(std::string_view name);
#else
inline void StopPoint(std::string_view) {}
#endif

}  // namespace hansa
