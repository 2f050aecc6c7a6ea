#include <gmock/gmock.h>

#include "common/base/limits.h"
#include "tests/unit/job_text.h"

namespace hansa {
namespace {

using ::testing::HasSubstr;

std::string FeatureFault(const std::string& feature) {
  return JobFault(JobWith("{ column = \"a\" }", feature));
}

TEST(CheckData, NeedsFeaturesAndATarget) {
  EXPECT_THAT(
      JobFault(JobWith("[{ column = \"a\" }, { column = \"b\", encode = \"angle\" }]", "[]")),
      HasSubstr("job.toml:7: data.features is missing"));
  EXPECT_THAT(JobFault(JobWith("target = { column = \"y\", scale = 2.0 }\n", "")),
              HasSubstr("job.toml:6: data.target is missing"));
}

TEST(CheckData, ColumnsAreNamedOnce) {
  EXPECT_THAT(FeatureFault("{ column = \"b\" }"),
              HasSubstr("job.toml:7: data.features[1].column repeats a feature"));
  EXPECT_THAT(FeatureFault("{ column = \"y\" }"),
              HasSubstr("data.target.column is also a feature"));
  EXPECT_THAT(FeatureFault("{ mean = 1 }"), HasSubstr("data.features[0].column is missing"));
}

TEST(CheckData, ColumnNamesAreIdentifiers) {
  for (const char* name : {"1a", "a b", "a-b", "a\\\"b", "a;--"})
    EXPECT_THAT(FeatureFault("{ column = \"" + std::string(name) + "\" }"),
                HasSubstr("is not a column name"))
        << name;
  EXPECT_EQ(FeatureFault("{ column = \"_A9\" }"), "accepted");
}

TEST(CheckData, ScaleIsNotZero) {
  EXPECT_THAT(FeatureFault("{ column = \"a\", scale = 0 }"),
              HasSubstr("job.toml:7: data.features[0].scale must be a number other than 0"));
  EXPECT_THAT(FeatureFault("{ column = \"a\", scale = 1e-320 }"), HasSubstr("scale"));
  EXPECT_THAT(FeatureFault("{ column = \"a\", scale = inf }"), HasSubstr("finite"));
  EXPECT_EQ(FeatureFault("{ column = \"a\", scale = -2 }"), "accepted");
}

TEST(CheckData, RangesAreTwoNumbersInOrder) {
  for (const char* key : {"valid", "clip"}) {
    const std::string start = "{ column = \"a\", " + std::string(key) + " = ";
    EXPECT_THAT(FeatureFault(start + "[1] }"), HasSubstr("must be two numbers: it has 1"));
    EXPECT_THAT(FeatureFault(start + "[] }"), HasSubstr("must be two numbers: it has 0"));
    EXPECT_THAT(FeatureFault(start + "[1, 2, 3] }"), HasSubstr("it has 3"));
    EXPECT_THAT(FeatureFault(start + "[2, 1] }"), HasSubstr("it is [2, 1]"));
    EXPECT_THAT(FeatureFault(start + "[1, 1] }"), HasSubstr("low below high"));
    EXPECT_EQ(FeatureFault(start + "[1, 2] }"), "accepted");
  }
}

TEST(CheckData, AnAngleIsNotScaled) {
  for (const char* key : {"mean = 0", "scale = 1", "clip = [0, 1]"})
    EXPECT_THAT(FeatureFault("{ column = \"a\", encode = \"angle\", " + std::string(key) + " }"),
                HasSubstr("has no meaning for an angle"));
  EXPECT_EQ(FeatureFault("{ column = \"a\", encode = \"angle\", valid = [0, 360] }"), "accepted");
  EXPECT_THAT(JobFault(JobWith("scale = 2.0", "encode = \"angle\"")),
              HasSubstr("data.target.encode cannot be \"angle\""));
}

TEST(CheckData, BoundsExpressions) {
  EXPECT_THAT(JobFault(JobAdding("data", "train = \"" + std::string(5000, 'a') + "\"")),
              HasSubstr("job.toml:7: data.train is too long"));
  EXPECT_THAT(JobFault(JobAdding("data", "drop = [\"a > 1\", \" \"]")),
              HasSubstr("job.toml:7: data.drop[1] is empty"));
  std::string many = "drop = [";
  for (size_t i = 0; i <= limits::kDropExpressions; ++i) many += "\"a\",";
  EXPECT_THAT(JobFault(JobAdding("data", many + "]")), HasSubstr("data.drop is too long"));
}

}  // namespace
}  // namespace hansa
