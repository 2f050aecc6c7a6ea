#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/cli/script_text.h"
#include "tests/support/job_file.h"

namespace hansa::cli {
namespace {

TEST(ScriptText, SaysWhatTheFileHoldsAndWhatOwnersMustList) {
  std::string toml = testing::JobFile({{"script", "yes"}});
  const std::string learned = "{ name = \"layers.1.bias\", shape = [1] }";
  const size_t at = toml.find(learned);
  ASSERT_NE(at, std::string::npos);
  toml.replace(at, learned.size(), "{ name = \"mean\", shape = [2, 3], buffer = true }");
  const JobSpec job = ParseJob(toml, "job").value();
  std::string digest;
  for (int i = 0; i < 32; ++i) digest += "5c";
  EXPECT_EQ(ScriptText(job, 6 << 20),
            "TorchScript file network.pt, 6.0 MiB: 4 tensors with 3 weights to learn and 6 in "
            "buffers, as the job says; each site's trainer compares.\n"
            "Each site's owner must list it: policy.scripts = [\"" +
                digest + "\"]\n");
}

}  // namespace
}  // namespace hansa::cli
