#include "experiments/micro/openssl_ctr.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <vector>

#include "common/base/check.h"
#include "experiments/bench/cpu_clock.h"

namespace hansa::micro {

double OpensslByteSeconds(size_t bytes) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  const std::array<unsigned char, 16> key{}, counter{};
  HANSA_CHECK(EVP_EncryptInit_ex2(context.get(), EVP_aes_128_ctr(), key.data(), counter.data(),
                                  nullptr) == 1);
  std::vector<unsigned char> buffer(kOpensslBytes);
  const size_t calls = bytes / kOpensslBytes + 1;
  int written = 0;
  const double start = bench::CpuSeconds();
  for (size_t i = 0; i < calls; ++i)
    HANSA_CHECK(EVP_EncryptUpdate(context.get(), buffer.data(), &written, buffer.data(),
                                  static_cast<int>(buffer.size())) == 1);
  return (bench::CpuSeconds() - start) / static_cast<double>(calls * kOpensslBytes);
}

}  // namespace hansa::micro
