#pragma once
// What a process gives up for good before it runs code of others: opening files, sockets, programs,
// other processes; memory without end. What was open stays open.

#include "common/base/result.h"

namespace hansa::client {

// Of this process, which has one thread; again is harmless. kWorkFailed when the system cannot do
// it, and then nothing may be run.
Result<> EnterScriptFence();

}  // namespace hansa::client
