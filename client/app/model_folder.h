#pragma once
// A model on disk, checked against its manifest.

#include <filesystem>

#include "common/base/result.h"
#include "common/codec/flat_model.h"
#include "common/model/manifest.h"

namespace hansa::client {

struct ModelFolder {
  std::filesystem::path path;  // the folder
  Manifest manifest;
  FlatModel model;
};

// How large the file is that LoadModelFolder reads. kBadInput: it cannot be read.
Result<uint64_t> ModelBytesIn(const std::filesystem::path& path);

// `path`: a folder with model.safetensors and manifest.json, or the safetensors file beside its
// manifest. kVerification when the file is not the one that the manifest names.
Result<ModelFolder> LoadModelFolder(const std::filesystem::path& path);

}  // namespace hansa::client
