#pragma once
// Runs a fuzz target without a fuzzing engine: on its kept cases, on a corpus, and on inputs made
// from both. Each run is a process of its own; when it dies, the test fails with the input as hex,
// to be kept as a file under tests/fuzz/cases/<target>/.
//
// HANSA_FUZZ_INPUTS is the number of inputs instead of `inputs`, HANSA_FUZZ_SEED the seed instead
// of a fresh one.

#include <string>
#include <vector>

#include "common/base/bytes.h"

namespace hansa::fuzz {

// Returns 0, or -1 for an input that it refused.
using Target = int (*)(const uint8_t* data, size_t size);

// `inputs` with a fixed seed, and as many with a fresh one, which is printed. `corpus` is not
// empty.
void Fuzz(const std::string& name, Target target, std::vector<Bytes> corpus, uint64_t inputs);

// What the hex files of tests/fuzz/cases/<name> hold; none when there is no such folder.
std::vector<Bytes> CasesOf(const std::string& name);

}  // namespace hansa::fuzz
