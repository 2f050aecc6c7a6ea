#pragma once
// TorchScript files for commands that wait: described, or given to a trainer.

#include <filesystem>
#include <vector>

#include "client/trainer/trainer_client.h"
#include "common/base/result.h"
#include "common/model/network.h"

namespace hansa::client {

struct DescribedScript {
  crypto::Digest sha256{};
  std::vector<ScriptTensor> tensors;
};

// What the file holds, as a trainer finds behind its fence. kBadInput when it is too large.
Result<DescribedScript> DescribeScriptFile(const std::filesystem::path& path,
                                           TrainerClient& trainer);

// Gives the trainer the network's file, where the network is one; it lies at `path`. kBadInput when
// it is not there, or is another file.
Result<> GiveScript(const NetworkSpec& network, const std::filesystem::path& path,
                    TrainerClient& trainer);

}  // namespace hansa::client
