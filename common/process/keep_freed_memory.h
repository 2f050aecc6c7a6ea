#pragma once
// What this process frees it keeps for its next allocations, up to a bound. Without this glibc
// gives a freed half megabyte back to the system at once, and each chunk of a transfer pays for its
// pages anew.

namespace hansa {

// Of the whole process, once, before other threads start. Blocks of more than 4 MiB still go back.
void KeepFreedMemory();

}  // namespace hansa
