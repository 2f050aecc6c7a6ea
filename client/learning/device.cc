#include "client/learning/device.h"

#include "client/learning/torch_runtime.h"
#include "common/base/text.h"

namespace hansa::client {

Result<Device> ChooseDevice(DeviceChoice choice, const Devices& devices) {
  if (choice == DeviceChoice::kCpu) return Device{false, "the CPU"};
  if (devices.gpu) return Device{true, *devices.gpu};
  if (choice == DeviceChoice::kAuto) return Device{false, "the CPU (LibTorch finds no GPU)"};
  return BadInput("the job asks for a GPU and there is none",
                  StrCat("device = \"cuda\", and LibTorch ", TorchVersion(), " finds none"),
                  "Write device = \"auto\" in [local], or install a LibTorch with CUDA");
}

}  // namespace hansa::client
