#include "common/crypto/natural.h"

#include <openssl/bn.h>

#include <algorithm>
#include <cmath>

#include "common/base/check.h"

namespace hansa::crypto {
namespace {

static_assert(sizeof(BN_ULONG) == sizeof(uint64_t), "a word of BIGNUM has 64 bits");

constexpr int kFractionBits = 64;

BN_CTX* Scratch() {
  struct Free {
    void operator()(BN_CTX* context) const { BN_CTX_free(context); }
  };
  static thread_local const std::unique_ptr<BN_CTX, Free> context(BN_CTX_new());
  return context.get();
}

}  // namespace

struct Natural::Value {
  BIGNUM* number = BN_new();
  Value() = default;
  Value(const Value&) = delete;
  Value& operator=(const Value&) = delete;
  ~Value() { BN_free(number); }
};

Natural::Natural(uint64_t value) : value_(std::make_unique<Value>()) {
  HANSA_CHECK(value_->number != nullptr && BN_set_word(value_->number, value) == 1);
}
Natural::Natural(const Natural& other) : Natural() { *this = other; }
Natural::Natural(Natural&&) noexcept = default;
Natural& Natural::operator=(const Natural& other) {
  HANSA_CHECK(BN_copy(value_->number, other.value_->number) != nullptr);
  return *this;
}
Natural& Natural::operator=(Natural&&) noexcept = default;
Natural::~Natural() = default;

Natural& Natural::operator+=(const Natural& other) {
  HANSA_CHECK(BN_add(value_->number, value_->number, other.value_->number) == 1);
  return *this;
}

Natural& Natural::operator*=(uint64_t factor) {
  HANSA_CHECK(BN_mul_word(value_->number, factor) == 1);
  return *this;
}

Natural& Natural::operator*=(const Natural& factor) {
  HANSA_CHECK(BN_mul(value_->number, value_->number, factor.value_->number, Scratch()) == 1);
  return *this;
}

Natural& Natural::operator<<=(uint32_t bits) {
  HANSA_CHECK(BN_lshift(value_->number, value_->number, static_cast<int>(bits)) == 1);
  return *this;
}

Natural& Natural::DivideExactly(uint64_t divisor) {
  HANSA_CHECK(divisor != 0 && BN_div_word(value_->number, divisor) == 0);
  return *this;
}

std::strong_ordering Natural::operator<=>(const Natural& other) const {
  return BN_cmp(value_->number, other.value_->number) <=> 0;
}

// Shifted until the quotient has 64 bits, so that it is right however small the fraction is.
double Natural::Over(const Natural& whole) const {
  HANSA_CHECK(!BN_is_zero(whole.value_->number));
  const int shift = kFractionBits + BN_num_bits(whole.value_->number) - BN_num_bits(value_->number);
  Natural scaled = *this, quotient;
  if (shift > 0) scaled <<= static_cast<uint32_t>(shift);
  HANSA_CHECK(BN_div(quotient.value_->number, nullptr, scaled.value_->number, whole.value_->number,
                     Scratch()) == 1);
  const int excess = std::max(0, BN_num_bits(quotient.value_->number) - kFractionBits);
  HANSA_CHECK(BN_rshift(quotient.value_->number, quotient.value_->number, excess) == 1);
  const auto leading = static_cast<double>(BN_get_word(quotient.value_->number));
  return std::ldexp(leading, excess - std::max(0, shift));
}

}  // namespace hansa::crypto
