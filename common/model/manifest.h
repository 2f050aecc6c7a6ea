#pragma once
// What is said of one model version and signed: manifest.json (docs/protocol/model-files.md).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/hash.h"
#include "common/model/data_contract.h"
#include "common/model/network.h"

namespace hansa {

// Where a version comes from.
struct Lineage {
  std::string job_id;
  crypto::Digest job_digest{};                  // SHA-256 of the job file
  uint64_t round = 0;                           // 0: the initial model
  std::optional<crypto::Digest> parent_sha256;  // of the parent's model.safetensors; none: initial
  crypto::Digest roster_root{};                 // of the session that summed it; zeros: none
  // Of the job's newest session when the version was made: the one that summed it, or that measured
  // its threshold, where there was one. None: no session of the job left one.
  std::optional<crypto::Digest> transcript;
  uint32_t sites = 0;  // whose updates are in the sum
  // The round failed after updates may have left sites: same weights as the parent, new digest.
  bool is_void = false;

  bool operator==(const Lineage&) const = default;
};

struct Manifest {
  std::string name;
  uint64_t version = 0;
  std::string channel;  // empty: stored, but offered to nobody (the initial model)
  UnixMillis created_unix_ms = 0;
  NetworkSpec network;
  DataContract data;
  Lineage lineage;
  crypto::Digest model_sha256{};  // of model.safetensors
  uint64_t model_bytes = 0;
  // autoencoder: rows with a greater reconstruction error (ReconstructionError) are anomalies.
  std::optional<double> anomaly_threshold;

  bool operator==(const Manifest&) const = default;
};

// Pretty JSON with keys in a fixed order: the same manifest gives the same bytes.
std::string ToJson(const Manifest& manifest);

// kBadInput, naming the key, when one is missing, unknown, of the wrong type or out of bounds.
Result<Manifest> ManifestFromJson(std::string_view json);

}  // namespace hansa
