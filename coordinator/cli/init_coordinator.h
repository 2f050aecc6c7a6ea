#pragma once
// A new coordinator: its folder, and the operator's context with the authority's key apart from it.

#include <filesystem>
#include <string>

#include "common/base/result.h"
#include "common/identity/credential.h"

namespace hansa::cli {

struct InitOptions {
  std::filesystem::path folder;   // the coordinator's
  std::filesystem::path context;  // the operator's
  std::string listen = "tcp://127.0.0.1:7423";
  std::string advertise;  // default: listen
  // The public key of an authority on another machine, a file; empty: a new authority is made. The
  // coordinator then waits for its certificate (coordinator.request in its folder).
  std::filesystem::path authority;
};

// Draws all keys. Refuses to overwrite either folder. Returns the coordinator's public keys.
Result<identity::VerifiedCoordinator> InitCoordinator(const InitOptions& options);
// Puts the certificate that the authority made into both.
Result<> InstallCertificate(const std::filesystem::path& folder,
                            const std::filesystem::path& context,
                            const std::filesystem::path& certificate);

}  // namespace hansa::cli
