#include "coordinator/cli/script_text.h"

#include "common/base/bytes.h"
#include "common/base/text.h"

namespace hansa::cli {

std::string ScriptText(const JobSpec& job, uint64_t bytes) {
  uint64_t learned = 0, buffers = 0;
  for (const ScriptTensor& tensor : job.network.script.tensors) {
    uint64_t values = 1;
    for (const uint64_t side : tensor.shape) values *= side;
    (tensor.buffer ? buffers : learned) += values;
  }
  return StrCat("TorchScript file ", job.script_path, ", ", HumanBytes(static_cast<double>(bytes)),
                ": ", job.network.script.tensors.size(), " tensors with ", learned,
                " weights to learn and ", buffers,
                " in buffers, as the job says; each site's trainer compares.\n",
                "Each site's owner must list it: policy.scripts = [\"",
                Hex(job.network.script.sha256), "\"]\n");
}

}  // namespace hansa::cli
