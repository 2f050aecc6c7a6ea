#pragma once
// Bounds of TorchScript files, which are networks that a user brings. Beside limits.h, which nearly
// every file reads: few read these.

#include <cstddef>
#include <cstdint>

namespace hansa::limits {

inline constexpr uint64_t kScriptBytes = 256u << 20;  // of a file; a trainer holds it in memory
inline constexpr size_t kScriptsHeld = 4;             // open at an agent
inline constexpr size_t kScriptsListed = 1024;        // in a site's policy
inline constexpr size_t kScriptTensors = 1000;        // their lines fit into a manifest
inline constexpr size_t kTensorNameBytes = 256;
inline constexpr size_t kTensorSides = 8;
inline constexpr uint64_t kScriptValues = 1u << 30;  // over all tensors: a model of kModelBytes
// Address space that a trainer may take once it runs such a file, beside what it has.
inline constexpr uint64_t kScriptMemoryBytes = uint64_t{8} << 30;
// A piece of such a file on its way to the coordinator.
inline constexpr size_t kScriptPieceBytes = 512 << 10;
// Files at a coordinator that no job and no version names, and pieces of files.
inline constexpr uint64_t kUnusedScriptBytes = 1u << 30;

}  // namespace hansa::limits
