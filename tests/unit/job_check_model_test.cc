// The keys of [model] for every architecture.

#include <gmock/gmock.h>

#include "common/job/requires.h"
#include "common/job/task_segments.h"
#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

// The small job has three inputs and a target "y".
std::string Model(const std::string& lines) {
  return JobWith("architecture = \"mlp\"\nhidden = [4]\nloss = \"mse\"\n", lines + "\n");
}
std::string Fault(const std::string& lines) { return JobFault(Model(lines)); }

std::string WithoutTarget(std::string job) {
  const std::string target = "target = { column = \"y\", scale = 2.0 }\n";
  const size_t at = job.find(target);
  return job.erase(at, target.size());
}

// Sixteen features p0 ... p15.
std::string Image(const std::string& lines) {
  std::string features = "features = [";
  for (int i = 0; i < 16; ++i) features += "{ column = \"p" + std::to_string(i) + "\" },";
  std::string job = Model(lines);
  const std::string old = "features = [{ column = \"a\" }, { column = \"b\", encode = \"angle\" }]";
  return job.replace(job.find(old), old.size(), features + "]");
}

TEST(CheckModel, ReadsConvolutions) {
  const JobSpec job = Parsed(
      Image("architecture = \"cnn2d\"\nloss = \"mse\"\ninput = [1, 4, 4]\nchannels = [3, 5]\n"
            "kernel = [2]\npadding = [1, 0]\npool = [2, 1]\nhidden = [7]"));
  EXPECT_EQ(job.network.image, (std::vector<uint32_t>{1, 4, 4}));
  const std::vector<Convolution> expected = {
      {.channels = 3, .kernel = 2, .stride = 1, .padding = 1, .pool = 2},
      {.channels = 5, .kernel = 2, .stride = 1, .padding = 0, .pool = 1}};
  EXPECT_EQ(job.network.convolutions, expected);
  EXPECT_EQ(job.network.hidden, (std::vector<uint32_t>{7}));
}

TEST(CheckModel, SaysWhatAConvolutionLacks) {
  const std::string start = "architecture = \"cnn2d\"\nloss = \"mse\"\n";
  const auto fault = [&](const std::string& lines) { return JobFault(Image(start + lines)); };
  EXPECT_THAT(fault("input = [1, 4, 4]"), HasSubstr("model.channels is missing"));
  EXPECT_THAT(fault("channels = [2]\nkernel = [2]"), HasSubstr("[channels, height, width]"));
  EXPECT_THAT(fault("input = [1, 4, 5]\nchannels = [2]\nkernel = [2]"),
              HasSubstr("1 x 4 x 5 are 20 values, the features make 16"));
  EXPECT_THAT(fault("input = [1, 4, 4]\nchannels = [2]"), HasSubstr("model.kernel is missing"));
  EXPECT_THAT(fault("input = [1, 4, 4]\nchannels = [2]\nkernel = [5]"),
              HasSubstr("model.kernel[0] is larger than what it is laid on"));
  EXPECT_THAT(fault("input = [1, 4, 4]\nchannels = [2]\nkernel = [2]\npool = [4]"),
              HasSubstr("model.pool[0] leaves nothing"));
  EXPECT_THAT(fault("input = [1, 4, 4]\nchannels = [2, 2]\nkernel = [1, 1, 1]"),
              HasSubstr("model.kernel does not fit model.channels"));
  EXPECT_THAT(fault("input = [1, 4, 4]\nchannels = [2]\nkernel = [2]\nstride = [0]"),
              HasSubstr("model.stride[0] is out of range"));
  EXPECT_THAT(Fault("architecture = \"mlp\"\nloss = \"mse\"\nkernel = [3]"),
              HasSubstr("model.kernel stands without model.channels"));
  EXPECT_THAT(Fault("architecture = \"mlp\"\nloss = \"mse\"\nchannels = [3]\nkernel = [1]"),
              HasSubstr("model.channels does not fit architecture \"mlp\""));
}

TEST(CheckModel, ReadsAnLstm) {
  const JobSpec job =
      Parsed(Model("architecture = \"lstm\"\nloss = \"mse\"\nunits = 8\nhidden = [4]"));
  EXPECT_EQ(job.network.units, 8u);
  EXPECT_EQ(job.network.layers, 1u);
  EXPECT_THAT(Fault("architecture = \"lstm\"\nloss = \"mse\""),
              HasSubstr("model.units is missing"));
  EXPECT_THAT(Fault("architecture = \"lstm\"\nloss = \"mse\"\nunits = 8\nlayers = 0"),
              HasSubstr("model.layers must be at least 1"));
  EXPECT_THAT(Fault("architecture = \"mlp\"\nloss = \"mse\"\nunits = 8"),
              HasSubstr("model.units does not fit"));
}

TEST(CheckModel, AnAutoencoderHasNoTarget) {
  const std::string lines = "architecture = \"autoencoder\"\nhidden = [3]\nbottleneck = 2";
  const JobSpec job = Parsed(WithoutTarget(Model(lines)));
  EXPECT_FALSE(job.has_target());
  EXPECT_EQ(job.network.outputs, 3u);
  EXPECT_EQ(job.network.loss, Loss::kMse);
  EXPECT_EQ(ColumnsOf(job), (std::vector<std::string>{"a", "b"}));
  EXPECT_THAT(Fault(lines), HasSubstr("data.target has no meaning for an autoencoder"));
  const auto fault = [](const std::string& more) {
    return JobFault(WithoutTarget(Model("architecture = \"autoencoder\"\n" + more)));
  };
  EXPECT_THAT(fault(""), HasSubstr("model.bottleneck is missing"));
  EXPECT_THAT(fault("bottleneck = 1\nloss = \"huber\""), HasSubstr("model.loss does not fit"));
  EXPECT_THAT(fault("bottleneck = 1\noutputs = 2"), HasSubstr("model.outputs does not fit"));
  EXPECT_THAT(JobFault(WithoutTarget(kSmallJob)), HasSubstr("data.target is missing"));
}

TEST(CheckModel, AnAnomalyQuantileIsOfAnEvaluatedAutoencoder) {
  const auto job = [](const std::string& lines) {
    return WithoutTarget(
        Model("architecture = \"autoencoder\"\nhidden = [3]\nbottleneck = 2\n" + lines));
  };
  EXPECT_FALSE(Parsed(job("")).anomaly_quantile);
  const JobSpec parsed = Parsed(job("anomaly_quantile = 0.99"));
  EXPECT_EQ(parsed.anomaly_quantile, 0.99);
  EXPECT_EQ(parsed.metrics, (ExtraMetrics{.errors = true}));
  const auto segments = EvaluateSegments(parsed).value();
  ASSERT_EQ(segments.size(), 6u);
  EXPECT_EQ(segments[5].name, "errors");
  EXPECT_EQ(segments[5].length, 1024u);
  EXPECT_EQ(segments[5].scale_bits, 0u);

  for (const char* value : {"0.0", "1.0", "-0.5", "99.0"})
    EXPECT_THAT(JobFault(job(std::string("anomaly_quantile = ") + value)),
                HasSubstr("model.anomaly_quantile must lie between 0 and 1"));
  EXPECT_THAT(Fault("architecture = \"mlp\"\nloss = \"mse\"\nanomaly_quantile = 0.9"),
              HasSubstr("model.anomaly_quantile belongs to an autoencoder"));
  std::string unmeasured = job("anomaly_quantile = 0.9");
  unmeasured.replace(unmeasured.find("[rounds]\n"), 9, "[rounds]\nevaluate = false\n");
  EXPECT_THAT(JobFault(unmeasured), HasSubstr("model.anomaly_quantile is never measured"));
}

TEST(CheckModel, MetricsAreForClasses) {
  std::string job = Model("architecture = \"mlp\"\nloss = \"bce\"\nmetrics = [\"f1\", \"auroc\"]");
  job.replace(job.find(", scale = 2.0"), 13, "");
  const JobSpec parsed = Parsed(job);
  EXPECT_EQ(parsed.metrics, (ExtraMetrics{.f1 = true, .auroc = true}));
  const auto segments = EvaluateSegments(parsed).value();
  ASSERT_EQ(segments.size(), 7u);
  EXPECT_EQ(segments[5].name, "confusion");
  EXPECT_EQ(segments[5].length, 4u);
  EXPECT_EQ(segments[5].scale_bits, 0u);
  EXPECT_EQ(segments[6].name, "scores");
  EXPECT_EQ(segments[6].length, 2 * 512u);
  EXPECT_THAT(Fault("architecture = \"mlp\"\nloss = \"mse\"\nmetrics = [\"f1\"]"),
              HasSubstr("model.metrics are for classes"));
  EXPECT_THAT(Fault("architecture = \"mlp\"\nloss = \"mse\"\nmetrics = [\"recall\"]"),
              HasSubstr("must be one of \"confusion\", \"f1\", \"auroc\""));
}

TEST(CheckModel, OldSitesCanBeKeptAway) {
  for (const char* name :
       {"anomaly-threshold", "autoencoder", "class-metrics", "cnn1d", "cnn2d", "device", "lstm"})
    EXPECT_EQ(JobFault("requires = [\"" + std::string(name) + "\"]\n" + kSmallJob), "accepted");
}

TEST(CheckModel, ReadsTheDevice) {
  EXPECT_EQ(Parsed(kSmallJob).device, DeviceChoice::kAuto);
  EXPECT_EQ(Parsed(JobAdding("local", "device = \"cuda\"")).device, DeviceChoice::kCuda);
  EXPECT_EQ(Parsed(JobAdding("local", "device = \"cpu\"")).device, DeviceChoice::kCpu);
  EXPECT_THAT(JobFault(JobAdding("local", "device = \"tpu\"")), HasSubstr("\"auto\", \"cpu\""));
}

}  // namespace
}  // namespace hansa
