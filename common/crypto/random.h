#pragma once
// Where randomness comes from: the system's generator, or a seed (tests, simulation, initial
// weights).

#include <cstdint>
#include <memory>
#include <string_view>

#include "common/base/random_source.h"

namespace hansa::crypto {

// OpenSSL's RAND_priv_bytes. Ends the process when the system has no randomness. Thread-safe.
class SystemRandom final : public RandomSource {
 public:
  void Fill(std::span<uint8_t> out) override;
};

// AES-128-CTR keyed by SHA-256 of the seed and a label: the same bits everywhere. Not thread-safe.
class SeededRandom final : public RandomSource {
 public:
  SeededRandom(uint64_t seed, std::string_view label);
  // Keyed by bytes drawn from `source`, which is not needed any more: for work on another thread,
  // and for gigabytes.
  explicit SeededRandom(RandomSource& source);
  ~SeededRandom() override;
  void Fill(std::span<uint8_t> out) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hansa::crypto
