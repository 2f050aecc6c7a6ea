#pragma once
// The arithmetic over whole vectors that the machine asks for: done on the background's thread,
// through windows. What it yields lies in files of the state folder.

#include <filesystem>

#include "client/core/effects.h"
#include "client/core/inputs.h"
#include "client/storage/kept_updates.h"

namespace hansa::client {

// Of the update that Encode makes: the model's values and the weight.
uint64_t VectorBytes(const EncodeTrained& work);

// UpdateEncoded, once the update is kept; WorkRefused with "training_invalid", or "disk_failed".
Input Encode(const EncodeTrained& work, const KeptUpdates& updates);

// InputMasked; WorkRefused with "disk_failed". Vectors of at most `inline_bytes` stay in memory,
// larger ones go to a file in `folder` that is gone with the last handle to it.
Input Mask(MaskInput work, const std::filesystem::path& folder, uint64_t inline_bytes);

}  // namespace hansa::client
