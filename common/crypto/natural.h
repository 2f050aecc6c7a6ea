#pragma once
// Natural numbers of any size, exact (OpenSSL's BIGNUM): for counts of combinations, where rounding
// would let two machines decide differently. Not for secrets: times depend on values.

#include <compare>
#include <cstdint>
#include <memory>

namespace hansa::crypto {

class Natural {
 public:
  explicit Natural(uint64_t value = 0);
  Natural(const Natural& other);
  Natural(Natural&&) noexcept;
  Natural& operator=(const Natural& other);
  Natural& operator=(Natural&&) noexcept;
  ~Natural();

  Natural& operator+=(const Natural& other);
  Natural& operator*=(uint64_t factor);
  Natural& operator*=(const Natural& factor);
  Natural& operator<<=(uint32_t bits);
  // By a number above zero that divides it.
  Natural& DivideExactly(uint64_t divisor);

  std::strong_ordering operator<=>(const Natural& other) const;
  bool operator==(const Natural& other) const { return std::is_eq(*this <=> other); }

  // As a fraction of `whole` (above zero), to at least fifty bits; for people and for tests.
  double Over(const Natural& whole) const;

 private:
  struct Value;
  std::unique_ptr<Value> value_;
};

}  // namespace hansa::crypto
