#pragma once
// Numbers as pictures show them.

#include <string>

namespace hansa::picture {

// A coordinate: to a tenth of a pixel.
std::string Pixels(double value);

// For people: four significant digits, no exponent between 0.001 and ten million.
std::string ShortNumber(double value);

// "12.3 s", "4 min 10 s", "2 h 5 min"
std::string HumanSeconds(double seconds);

}  // namespace hansa::picture
