#include "tests/attacks/small_seeds.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "common/crypto/mask_stream.h"

namespace hansa::secagg_test {
namespace {

template <typename Start>
Start Read(const secagg::RingVector& vector) {
  Start start;
  std::memcpy(start.data(), vector.bytes().data(), sizeof(start));
  return start;
}

// Less a mask that was added, or more one that was subtracted.
template <typename Start>
Start Without(Start start, const Start& mask, bool added) {
  for (size_t i = 0; i < start.size(); ++i) start[i] -= added ? mask[i] : 0u - mask[i];
  return start;
}

}  // namespace

const SmallSeeds& SmallSeeds::Get() {
  static const SmallSeeds seeds;
  return seeds;
}

SmallSeeds::SmallSeeds() : masks_(kSeeds), by_first_(kSeeds) {
  for (size_t i = 0; i < kSeeds; ++i) {
    SecretBytes seed(crypto::kMaskSeedBytes);
    seed.RevealMutable()[0] = static_cast<uint8_t>(i);
    seed.RevealMutable()[1] = static_cast<uint8_t>(i >> 8);
    std::array<uint8_t, sizeof(Start)> bytes{};
    crypto::MaskStream(seed).Fill(0, bytes);
    std::memcpy(masks_[i].data(), bytes.data(), bytes.size());
  }
  std::iota(by_first_.begin(), by_first_.end(), 0u);
  std::sort(by_first_.begin(), by_first_.end(),
            [this](uint32_t a, uint32_t b) { return masks_[a][0] < masks_[b][0]; });
}

bool SmallSeeds::Fits(const Start& rest, uint32_t bound) const {
  return std::all_of(rest.begin(), rest.end(),
                     [=](uint32_t element) { return element + bound <= 2 * bound; });
}

bool SmallSeeds::OneFits(const secagg::RingVector& vector, int64_t bound) const {
  const auto start = Read<Start>(vector);
  return std::any_of(masks_.begin(), masks_.end(), [&](const Start& mask) {
    return Fits(Without(start, mask, true), static_cast<uint32_t>(bound));
  });
}

bool SmallSeeds::TwoFit(const secagg::RingVector& vector, bool first_added, bool second_added,
                        int64_t limit) const {
  const auto start = Read<Start>(vector);
  const auto bound = static_cast<uint32_t>(limit);
  for (const Start& first : masks_) {
    const Start rest = Without(start, first, first_added);
    // The second mask's first element lies within 2 * bound above this one.
    const uint32_t least = second_added ? rest[0] - bound : 0u - rest[0] - bound;
    auto next =
        std::lower_bound(by_first_.begin(), by_first_.end(), least,
                         [this](uint32_t seed, uint32_t value) { return masks_[seed][0] < value; });
    for (size_t tried = 0; tried < kSeeds; ++tried, ++next) {
      if (next == by_first_.end()) next = by_first_.begin();
      const Start& second = masks_[*next];
      if (second[0] - least > 2 * bound) break;
      if (Fits(Without(rest, second, second_added), bound)) return true;
    }
  }
  return false;
}

}  // namespace hansa::secagg_test
