// What a job says of a TorchScript file.

#include <gmock/gmock.h>

#include "common/base/bytes.h"
#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

const std::string kDigest(64, 'a');
const std::string kTensors =
    "tensors = [{ name = \"fc.weight\", shape = [1, 3], low = -0.5, high = 0.5 },\n"
    "  { name = \"fc.bias\", shape = [1] },\n"
    "  { name = \"norm.mean\", shape = [3], buffer = true, low = 1, high = 1 }]\n";
const std::string kKind = "architecture = \"torchscript\"\nloss = \"mse\"\n";
const std::string kFile = "script = \"net.pt\"\nscript_sha256 = \"" + kDigest + "\"\n";

std::string Model(const std::string& lines) {
  return JobWith("architecture = \"mlp\"\nhidden = [4]\nloss = \"mse\"\n", lines);
}
std::string Fault(const std::string& lines) { return JobFault(Model(lines)); }

TEST(CheckScript, ReadsTheFileAndItsTensors) {
  const JobSpec job = Parsed(Model(kKind + kFile + kTensors));
  EXPECT_EQ(job.script_path, "net.pt");
  EXPECT_EQ(Hex(job.network.script.sha256), kDigest);
  ASSERT_EQ(job.network.script.tensors.size(), 3u);
  const ScriptTensor mean = {"norm.mean", {3}, true, 1, 1};
  EXPECT_EQ(job.network.script.tensors[2], mean);
  const ModelLayout layout = LayoutOf(job.network);
  EXPECT_EQ(layout.elements(), 7u);
  EXPECT_EQ(layout.tensors[0].name, "fc.weight");
  EXPECT_EQ(layout.tensors[0].shape, (std::vector<uint64_t>{1, 3}));
}

TEST(CheckScript, SaysWhatIsMissingAndWhoPrintsIt) {
  EXPECT_THAT(Fault(kKind + "script_sha256 = \"" + kDigest + "\"\n" + kTensors),
              HasSubstr("model.script is missing"));
  EXPECT_THAT(Fault(kKind + "script = \"net.pt\"\n" + kTensors),
              AllOf(HasSubstr("model.script_sha256 is missing"), HasSubstr("describe")));
  EXPECT_THAT(Fault(kKind + kFile),
              AllOf(HasSubstr("model.tensors names no parameter"), HasSubstr("describe")));
  EXPECT_THAT(Fault(kKind + "script = \"net.pt\"\nscript_sha256 = \"abc\"\n" + kTensors),
              AllOf(HasSubstr("model.script_sha256 is no SHA-256"), HasSubstr("it is 'abc'")));
  EXPECT_THAT(Fault(kKind + "script = \"\"\nscript_sha256 = \"" + kDigest + "\"\n" + kTensors),
              HasSubstr("model.script is no path"));
}

TEST(CheckScript, OtherArchitecturesHaveNone) {
  const std::string mlp = "architecture = \"mlp\"\nhidden = [4]\nloss = \"mse\"\n";
  EXPECT_THAT(Fault(mlp + "script = \"net.pt\"\n"), HasSubstr("model.script stands without"));
  EXPECT_THAT(Fault(mlp + kTensors), HasSubstr("model.tensors stands without"));
  EXPECT_THAT(Fault(kKind + kFile + kTensors + "hidden = [4]\n"),
              HasSubstr("model.hidden does not fit architecture \"torchscript\""));
}

TEST(CheckScript, BoundsTheTensors) {
  const auto fault = [](const std::string& tensors) {
    return Fault(kKind + kFile + "tensors = [" + tensors + "]\n");
  };
  EXPECT_THAT(fault("{ name = \"w\", shape = [1073741825] }"),
              HasSubstr("has a shape out of bounds"));
  EXPECT_THAT(fault("{ name = \"w\", shape = [0] }"), HasSubstr("has a shape out of bounds"));
  EXPECT_THAT(fault("{ name = \"w\", shape = [1,1,1,1,1,1,1,1,1] }"),
              HasSubstr("has a shape out of bounds"));
  // Their product would overflow.
  EXPECT_THAT(fault("{ name = \"w\", shape = [1073741824, 1073741824, 1073741824] }"),
              HasSubstr("has a shape out of bounds"));
  EXPECT_THAT(fault("{ name = \"w\", shape = [1073741824] }, { name = \"v\", shape = [1] }"),
              HasSubstr("model.tensors[1] has a shape out of bounds"));
  EXPECT_THAT(fault("{ name = \"w/../x\", shape = [1] }"), HasSubstr("no name"));
  EXPECT_THAT(fault("{ name = \"w\", shape = [1] }, { name = \"w\", shape = [1] }"),
              HasSubstr("model.tensors[1] repeats a name"));
  EXPECT_THAT(fault("{ name = \"w\", shape = [1], buffer = true }"), HasSubstr("no parameter"));
  EXPECT_THAT(fault("{ name = \"v\", shape = [1] }, { name = \"b\", shape = [1], buffer = true }, "
                    "{ name = \"w\", shape = [1] }"),
              HasSubstr("model.tensors[2] stands behind a buffer"));
  EXPECT_THAT(fault("{ name = \"w\", shape = [1], low = 2, high = 1 }"), HasSubstr("no range"));
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "{name=\"" + std::to_string(i) + "\",shape=[1]},";
  EXPECT_THAT(fault(many), HasSubstr("model.tensors is too long"));
}

TEST(CheckScript, IsTrainedOnTheCpu) {
  const std::string job = Model(kKind + kFile + kTensors);
  const std::string local = "[local]\n";
  const auto on = [&](const std::string& device) {
    std::string text = job;
    return JobFault(
        text.replace(text.find(local), local.size(), local + "device = \"" + device + "\"\n"));
  };
  EXPECT_THAT(on("cuda"), HasSubstr("local.device does not fit architecture \"torchscript\""));
  EXPECT_EQ(on("auto"), "accepted");
  EXPECT_EQ(on("cpu"), "accepted");
}

}  // namespace
}  // namespace hansa
