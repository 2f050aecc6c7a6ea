#pragma once
// The arithmetic over whole vectors that the machine asks for: done on the background's thread,
// through windows. What it yields lies in files of the state folder.

#include <filesystem>

#include "client/core/effects.h"
#include "client/core/inputs.h"
#include "client/storage/kept_updates.h"

namespace hansa::client {

// Of so few bytes that it is done on the loop, in memory, and leaves in one message: a megabyte
// under some hundred keys takes milliseconds, and is not worth another thread.
bool IsSmall(const EncodeTrained& work);
bool IsSmall(const MaskInput& work);

// UpdateEncoded, once the update is kept; WorkRefused with "training_invalid", or "disk_failed".
Input Encode(const EncodeTrained& work, const KeptUpdates& updates);

// InputMasked; WorkRefused with "disk_failed". What is not small goes to a file in `folder` that is
// gone with the last handle to it.
Input Mask(MaskInput work, const std::filesystem::path& folder);

}  // namespace hansa::client
