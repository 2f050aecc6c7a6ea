#pragma once
// What applying a model takes of this machine's memory: the values as they were read, as they are
// passed to the trainer, and in its network. So three times the file, besides the rows.

#include <cstdint>

#include "common/base/result.h"

namespace hansa::client {

// kWorkFailed when a model of so many bytes will not fit into `available`; 0: nobody knows, and it
// is tried.
Result<> CheckMemoryFor(uint64_t model_bytes, uint64_t available);

}  // namespace hansa::client
