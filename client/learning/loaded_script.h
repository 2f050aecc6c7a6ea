#pragma once
// The TorchScript file of a trainer. One process runs one file, and after it nothing else.

#include <string>
#include <vector>

#include "client/learning/run_with.h"
#include "common/base/result.h"
#include "common/base/unique_fd.h"
#include "common/model/network.h"

namespace hansa::client {

struct LoadedScript {
  std::string sha256;
  ScriptBytes bytes;
  std::vector<ScriptTensor> tensors;
};

// Reads the file whole, compares its digest, then looks inside: behind the fence only. kBadInput
// for a size out of bounds, kVerification for another file, and as DescribeScript.
Result<LoadedScript> LoadScript(UniqueFd fd, const std::string& sha256);

// An error of a process that has run a script over a site's rows, as it may leave the site: what
// the script itself said could be rows. That is logged here instead.
Error InOurWords(const Error& error);

}  // namespace hansa::client
