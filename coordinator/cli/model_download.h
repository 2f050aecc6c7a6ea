#pragma once
// A version of a model, from the coordinator to a folder. The model goes through a window; what an
// interrupted download left is gone on with.

#include <filesystem>
#include <functional>
#include <string>

#include "common/base/result.h"
#include "common/crypto/ed25519.h"
#include "common/model/manifest.h"
#include "coordinator/cli/operator_client.h"

namespace hansa::cli {

struct FetchedVersion {
  uint64_t version = 0;
  std::string manifest, signature;  // manifest.json, manifest.sig
  Bytes model;                      // of a small one
  uint64_t in_parts = 0;            // the size of a larger one, which is still to be fetched
  uint64_t script = 0;              // the size of its network's TorchScript file; 0: there is none
};
// Version 0: the newest.
Result<FetchedVersion> FetchVersion(OperatorClient& client, const std::string& name,
                                    uint64_t version);

using DownloadProgress = std::function<void(uint64_t bytes, uint64_t size)>;

// Writes the three files, and network.pt where there is one, into `folder` (made when missing) once
// they are what the authority's coordinator signed; kVerification, and nothing is changed, when
// they are not.
Result<Manifest> SaveVersion(OperatorClient& client, const std::string& name,
                             const FetchedVersion& version, const std::filesystem::path& folder,
                             const crypto::Ed25519Public& authority,
                             const DownloadProgress& progress);

}  // namespace hansa::cli
