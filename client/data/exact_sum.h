#pragma once
// A sum of doubles that loses nothing worth speaking of however many there are: Neumaier's variant
// of compensated summation (Zeitschrift für Angewandte Mathematik und Mechanik 54, 1974). The error
// is that of one rounding of the result, and a second order of the number of values.

#include <cmath>

namespace hansa::client {

class ExactSum {
 public:
  void Add(double value) {
    const double sum = sum_ + value;
    // Which of the two lost its low bits in the addition.
    lost_ += std::fabs(sum_) >= std::fabs(value) ? (sum_ - sum) + value : (value - sum) + sum_;
    sum_ = sum;
  }
  double Value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

}  // namespace hansa::client
