#include "tests/attacks/uniform_bytes.h"

#include <array>
#include <cmath>

#include "common/base/check.h"

namespace hansa::secagg_test {
namespace {

constexpr double kLogOfEach = -32.3;  // ln 1e-14
constexpr size_t kMostTests = 100'000;

}  // namespace

double LogChanceIfUniform(ByteSpan bytes) {
  HANSA_CHECK(!bytes.empty());
  std::array<size_t, 256> histogram{};
  for (const uint8_t byte : bytes) ++histogram[byte];
  const double all = static_cast<double>(bytes.size());
  double entropy = 0;  // N D, in nats
  for (const size_t count : histogram) {
    const double hits = static_cast<double>(count);
    if (count > 0) entropy += hits * std::log(hits * 256 / all);
  }
  const double x = entropy / 255;
  return x <= 1 ? 0 : -255 * (x - 1 - std::log(x));
}

bool UniformityJudge::LooksUniform(ByteSpan bytes) {
  HANSA_CHECK(++judged_ <= kMostTests);
  return LogChanceIfUniform(bytes) > kLogOfEach;
}

}  // namespace hansa::secagg_test
