#pragma once
// A text that every program with this cryptography contains, and no other.

#include <array>

namespace hansa::stand_in {

extern const std::array<char, 64> kMarker;

}  // namespace hansa::stand_in
