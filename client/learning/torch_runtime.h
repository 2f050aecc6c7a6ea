#pragma once
// LibTorch as Hansa uses it: one thread, and its exceptions stopped at our edge.

#include <cstdint>
#include <exception>
#include <string>

#include "common/base/result.h"

namespace hansa::client {

// One thread, no interop pool, denormal numbers flushed to zero (a decaying mean of dead units
// would otherwise slow the optimiser down many times). Before any other use; again is harmless.
void StartTorch();

// Makes what LibTorch makes at its first gradient and keeps: its knowledge of the processor, which
// it reads from files, and the threads of its pools. For a process that can soon do neither.
void WarmTorch();

// What LibTorch itself draws from: dropout in a TorchScript file.
void SeedTorch(uint64_t seed);

std::string TorchVersion();
// The BLAS that is loaded and, for OpenBLAS, the kind of core that it chose its kernels for:
// another one gives other bits. "/usr/lib/.../openblas-serial/libblas.so.3 (SkylakeX)"
std::string BlasName();

// Why a work failed that memory did not suffice for.
inline constexpr const char* kOutOfMemory = "out of memory";

// The first line of an exception's text: LibTorch appends a stack trace.
Error ForeignFault(const std::string& what, const std::exception& fault);

// Runs `work`, which returns a Result; an exception of LibTorch or of the standard library becomes
// an error that says `what` failed.
template <typename Work>
auto Guarded(const std::string& what, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& fault) {
    return ForeignFault(what, fault);
  }
}

}  // namespace hansa::client
