#pragma once
// One version's folder on disk: written whole or not at all, opened for reading. Private to this folder.

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

// Writes and syncs the three files in a folder of their own beside `folder`. A model that lies in
// `finished` is moved there; with an empty path it is copied.
Result<> StageVersionFolder(const std::filesystem::path& folder, const ModelFiles& files,
                            const std::filesystem::path& finished);
// Renames what was staged to `folder`.
Result<> ShowVersionFolder(const std::filesystem::path& folder);

// Under the name of an interrupted write first, so that no half of a version is ever seen.
Result<> RemoveVersionFolder(const std::filesystem::path& folder);

Result<ModelFiles> ReadVersionFolder(const std::filesystem::path& folder);

}  // namespace hansa::coordinator::internal
