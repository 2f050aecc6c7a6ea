#pragma once
// A new coordinator: its folder, and the operator's context with the authority's key apart from it.

#include <filesystem>
#include <string>

#include "common/base/result.h"

namespace hansa::cli {

struct InitOptions {
  std::filesystem::path folder;   // the coordinator's
  std::filesystem::path context;  // the operator's
  std::string listen = "tcp://127.0.0.1:7423";
  std::string advertise;  // default: listen
};

// Draws all keys. Refuses to overwrite either folder.
Result<> InitCoordinator(const InitOptions& options);

}  // namespace hansa::cli
