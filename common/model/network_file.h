#pragma once
// The TorchScript file of a model's network, which lies beside the model as network.pt and is
// signed by its digest in the manifest.

#include "common/base/blob.h"
#include "common/base/result.h"
#include "common/model/manifest.h"

namespace hansa {

// kVerification when the file is not the one that the manifest names, or the network has none.
// Reads it through a window.
Result<> VerifyNetworkFile(const Blob& file, const Manifest& manifest);

}  // namespace hansa
