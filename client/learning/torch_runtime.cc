#include "client/learning/torch_runtime.h"

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <new>

#include "client/learning/device.h"

namespace hansa::client {
namespace {

// The library that answers LibTorch's matrix products.
std::string BlasPath() {
  void* symbol = ::dlsym(RTLD_DEFAULT, "sgemm_");
  Dl_info info{};
  if (symbol == nullptr || ::dladdr(symbol, &info) == 0) return "unknown";
  std::error_code none;
  const auto path = std::filesystem::canonical(info.dli_fname, none);
  return path.empty() ? info.dli_fname : path.string();
}

// OpenBLAS's own name of the core that it chose its kernels for.
std::string OpenBlasCore() {
  using Answer = char* (*)();
  void* symbol = ::dlsym(RTLD_DEFAULT, "openblas_get_corename");
  return symbol == nullptr ? "" : reinterpret_cast<Answer>(symbol)();
}

}  // namespace

void StartTorch() {
  static std::once_flag once;
  std::call_once(once, [] {
    at::set_num_interop_threads(1);
    at::init_num_threads();
  });
  at::manual_seed(0);  // makes the generator now: that opens a file, which a fenced process cannot
  // Both are settings of the calling thread.
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
}

void WarmTorch() {
  const at::Tensor weight = at::ones({2, 2}).requires_grad_();
  at::matmul(at::ones({2, 2}), weight).sum().backward();
}

Devices FindDevices() {
  Devices devices;
  if (at::hasCUDA() && at::detail::getCUDAHooks().getNumGPUs() > 0) devices.gpu = "a GPU (CUDA)";
  return devices;
}

void SeedTorch(uint64_t seed) { at::manual_seed(seed); }

std::string TorchVersion() { return TORCH_VERSION; }

std::string BlasName() {
  const std::string path = BlasPath();
  const std::string core = path.find("openblas") == std::string::npos ? "" : OpenBlasCore();
  return core.empty() ? path : path + " (" + core + ")";
}

Error ForeignFault(const std::string& what, const std::exception& fault) {
  std::string text = fault.what();
  const bool allocator = text.find("DefaultCPUAllocator") != std::string::npos;
  if (allocator || dynamic_cast<const std::bad_alloc*>(&fault) != nullptr)
    return WorkFailed(what, kOutOfMemory, "use a smaller batch_size or model");
  text.resize(std::min(text.find('\n'), std::min<size_t>(text.size(), 400)));
  return WorkFailed(what, text);
}

}  // namespace hansa::client
