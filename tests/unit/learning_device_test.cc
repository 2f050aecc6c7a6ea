#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/learning/device.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;

const Devices kNone, kGpu{.gpu = "NVIDIA H200"};

TEST(ChooseDevice, AutoTakesAGpuWhereThereIsOneAndSaysSoWhereThereIsNone) {
  EXPECT_TRUE(ChooseDevice(DeviceChoice::kAuto, kGpu)->cuda);
  EXPECT_EQ(ChooseDevice(DeviceChoice::kAuto, kGpu)->text, "NVIDIA H200");
  EXPECT_FALSE(ChooseDevice(DeviceChoice::kAuto, kNone)->cuda);
  EXPECT_THAT(ChooseDevice(DeviceChoice::kAuto, kNone)->text, HasSubstr("finds no GPU"));
}

TEST(ChooseDevice, CpuStaysOnTheCpu) {
  EXPECT_FALSE(ChooseDevice(DeviceChoice::kCpu, kGpu)->cuda);
  EXPECT_EQ(ChooseDevice(DeviceChoice::kCpu, kGpu)->text, "the CPU");
}

TEST(ChooseDevice, CudaWithoutOneIsAnErrorThatSaysWhatToDo) {
  EXPECT_TRUE(ChooseDevice(DeviceChoice::kCuda, kGpu)->cuda);
  const Result<Device> none = ChooseDevice(DeviceChoice::kCuda, kNone);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().kind, ErrorKind::kBadInput);
  EXPECT_THAT(none.error().Text(), HasSubstr("the job asks for a GPU and there is none"));
  EXPECT_THAT(none.error().Text(), HasSubstr("device = \"auto\""));
}

}  // namespace
}  // namespace hansa::client
