#pragma once
// One immutable version of a model, as the machines hold it: a handle to its bytes, never a copy.

#include <cstdint>
#include <memory>
#include <string>

#include "common/base/blob.h"
#include "common/base/bytes.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {

// A shared immutable buffer: a masked vector on its way here.
using Payload = std::shared_ptr<const Bytes>;

struct ModelVersion {
  std::string name;
  uint64_t version = 0;
  crypto::Digest sha256{};  // of `file`
  BlobHandle file;          // model.safetensors
  std::string path;         // where the file lies, for people
  Bytes manifest;           // manifest.json as signed
  Bytes manifest_sig;
};
// A job's TorchScript file; a job without one has none.
struct ScriptFile {
  crypto::Digest sha256{};
  BlobHandle file;
};
using ScriptHandle = std::shared_ptr<const ScriptFile>;
using ModelHandle = std::shared_ptr<const ModelVersion>;

}  // namespace hansa::coordinator
