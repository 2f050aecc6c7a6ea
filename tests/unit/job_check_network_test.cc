#include <gmock/gmock.h>

#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

std::string Model(const std::string& lines) {
  return JobFault(JobWith("architecture = \"mlp\"\nhidden = [4]\nloss = \"mse\"\n", lines + "\n"));
}

TEST(CheckNetwork, NeedsArchitectureAndLoss) {
  EXPECT_THAT(
      JobFault(JobWith("[model]\narchitecture = \"mlp\"\nhidden = [4]\nloss = \"mse\"\n", "")),
      HasSubstr("model is missing"));
  EXPECT_THAT(Model("loss = \"mse\""), HasSubstr("job.toml:2: model.architecture is missing"));
  EXPECT_THAT(Model("architecture = \"mlp\""), HasSubstr("model.loss is missing"));
  EXPECT_THAT(Model("architecture = \"transformer\"\nloss = \"mse\""),
              HasSubstr("model.architecture must be one of \"mlp\", \"logistic\""));
}

TEST(CheckNetwork, BoundsHiddenLayers) {
  EXPECT_EQ(Model("architecture = \"mlp\"\nloss = \"huber\""), "accepted");
  EXPECT_THAT(Model("architecture = \"mlp\"\nhidden = [4, 0]\nloss = \"mse\""),
              HasSubstr("job.toml:4: model.hidden[1] is out of range"));
  EXPECT_THAT(Model("architecture = \"mlp\"\nhidden = [65537]\nloss = \"mse\""),
              HasSubstr("65537 is not between 1 and 65536"));
  std::string many = "hidden = [";
  for (int i = 0; i < 65; ++i) many += "1,";
  EXPECT_THAT(Model("architecture = \"mlp\"\nloss = \"mse\"\n" + many + "]"),
              HasSubstr("too many layers"));
}

TEST(CheckNetwork, LogisticIsForClassesWithoutHiddenLayers) {
  EXPECT_THAT(Model("architecture = \"logistic\"\nhidden = [4]\nloss = \"bce\""),
              HasSubstr("model.hidden does not fit architecture \"logistic\""));
  EXPECT_THAT(Model("architecture = \"logistic\"\nloss = \"mse\""),
              HasSubstr("model.loss does not fit"));
}

TEST(CheckNetwork, OutputsFitTheLoss) {
  EXPECT_THAT(Model("architecture = \"mlp\"\nloss = \"mse\"\noutputs = 2"),
              HasSubstr("model.outputs must be 1: it is 2"));
  EXPECT_THAT(Model("architecture = \"mlp\"\nloss = \"cross-entropy\""),
              HasSubstr("must be the number of classes, 2 or more: it is 1"));
  EXPECT_THAT(Model("architecture = \"mlp\"\nloss = \"mse\"\noutputs = 0"),
              HasSubstr("model.outputs is out of range"));
}

TEST(CheckNetwork, ClassTargetsAreTakenAsTheyAre) {
  // The small job's target has scale 2.
  const std::string classes = "architecture = \"logistic\"\nloss = \"bce\"";
  EXPECT_THAT(Model(classes), HasSubstr("data.target.scale has no meaning for classes"));
  std::string job = JobWith("architecture = \"mlp\"\nhidden = [4]\nloss = \"mse\"",
                            "architecture = \"logistic\"\nloss = \"cross_entropy\"\noutputs = 3");
  job.replace(job.find(", scale = 2.0"), 13, "");
  const JobSpec parsed = Parsed(job);
  EXPECT_EQ(parsed.network, (NetworkSpec{Architecture::kLogistic, 3, {}, 3, Loss::kCrossEntropy}));
}

}  // namespace
}  // namespace hansa
