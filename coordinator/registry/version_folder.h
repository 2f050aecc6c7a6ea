#pragma once
// One version's folder on disk: written whole or not at all, read whole. Private to this folder.

#include <filesystem>

#include "common/base/result.h"
#include "coordinator/registry/model_store.h"

namespace hansa::coordinator::internal {

inline constexpr const char* kModelFile = "model.safetensors";
inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kSignatureFile = "manifest.sig";

// What an interrupted write may leave behind begins with this; no version does.
inline constexpr const char* kUnfinishedPrefix = ".unfinished-";

// Makes the folder and its parents; kBadInput with the system's reason.
Result<> MakeFolder(const std::filesystem::path& folder);

// Writes and syncs the three files in a folder of their own beside `folder`, then renames it.
Result<> WriteVersionFolder(const std::filesystem::path& folder, const ModelFiles& files);

// Under the name of an interrupted write first, so that no half of a version is ever seen.
Result<> RemoveVersionFolder(const std::filesystem::path& folder);

Result<ModelFiles> ReadVersionFolder(const std::filesystem::path& folder);

}  // namespace hansa::coordinator::internal
