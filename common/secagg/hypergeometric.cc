#include "common/secagg/hypergeometric.h"

#include <algorithm>

#include "common/base/check.h"

namespace hansa::secagg {
namespace {

using crypto::Natural;

Natural Binomial(uint32_t n, uint32_t k) {
  if (k > n) return Natural(0);
  k = std::min(k, n - k);
  Natural ways(1);
  for (uint32_t i = 1; i <= k; ++i) (ways *= n - k + i).DivideExactly(i);
  return ways;
}

}  // namespace

Hypergeometric::Hypergeometric(uint32_t population, uint32_t marked, uint32_t drawn)
    : population_(population), marked_(marked), drawn_(drawn), all_(Binomial(population, drawn)) {
  HANSA_CHECK(marked <= population && drawn <= population);
}

uint32_t Hypergeometric::least() const {
  const uint32_t plain = population_ - marked_;
  return drawn_ > plain ? drawn_ - plain : 0;
}

uint32_t Hypergeometric::most() const { return std::min(marked_, drawn_); }

Natural Hypergeometric::Ways(uint32_t hits) const {
  if (hits < least() || hits > most()) return Natural(0);
  Natural ways = Binomial(marked_, hits);
  return ways *= Binomial(population_ - marked_, drawn_ - hits);
}

// Each term from the one before it: one factor more in one binomial, one less in the other.
Natural Hypergeometric::WaysBelow(uint32_t hits) const {
  Natural sum(0), ways = Ways(least());
  const uint32_t plain = population_ - marked_;
  for (uint32_t i = least(); i < std::min(hits, most() + 1); ++i) {
    sum += ways;
    if (i == most()) break;
    (ways *= uint64_t{marked_ - i} * (drawn_ - i))
        .DivideExactly(uint64_t{i + 1} * (plain + i + 1 - drawn_));
  }
  return sum;
}

uint32_t Hypergeometric::UpperBound(const std::function<bool(const Natural&)>& fits) const {
  Natural above(0), ways = Ways(most());
  const uint32_t plain = population_ - marked_;
  for (uint32_t c = most(); c > least(); --c) {
    above += ways;
    if (!fits(above)) return c;
    (ways *= uint64_t{c} * (plain + c - drawn_))
        .DivideExactly(uint64_t{marked_ - c + 1} * (drawn_ - c + 1));
  }
  return least();
}

}  // namespace hansa::secagg
