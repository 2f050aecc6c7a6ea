#pragma once
// Which device a network runs on. No LibTorch in this header.

#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/model/device_choice.h"

namespace hansa::client {

// What LibTorch finds on this machine.
struct Devices {
  std::optional<std::string> gpu;  // its name, where there is one
};
Devices FindDevices();

struct Device {
  bool cuda = false;
  std::string text;  // for people: "NVIDIA H200", "the CPU (LibTorch finds no GPU)"
};

// kBadInput when a GPU is asked for and there is none.
Result<Device> ChooseDevice(DeviceChoice choice, const Devices& devices);

}  // namespace hansa::client
