#pragma once

namespace hansa {

// Where a site trains and evaluates: on a GPU where its LibTorch has one, else on the CPU; on the
// CPU; on a GPU or not at all.
enum class DeviceChoice { kAuto, kCpu, kCuda };

}  // namespace hansa
