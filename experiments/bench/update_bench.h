#pragma once
// What an update costs its site before it leaves: encoding it in fixed point, and masking it.
// Beside each the least that it could cost, measured in the same run: reading what it reads and
// hashing what it writes; the keystreams of all masks and that hash. In memory, on one thread;
// nothing is written anywhere.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "common/base/result.h"

namespace hansa::bench {

struct UpdateBenchOptions {
  uint64_t megabytes = 100;  // of the model
  uint32_t ring_bits = 32;
  size_t masks = 10;  // keystreams: one for each other site, and the site's own
  unsigned repeats = 5;
  std::function<void(const std::string&)> progress;  // a line for a person
};

// Processor seconds; of several runs the fastest.
struct UpdateBench {
  uint64_t vector_bytes = 0;
  double encode_seconds = 0, encode_limit_seconds = 0;
  double mask_seconds = 0, mask_limit_seconds = 0;
};

Result<UpdateBench> RunUpdateBench(const UpdateBenchOptions& options);

}  // namespace hansa::bench
