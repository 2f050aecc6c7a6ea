#include "experiments/simulation/stand_in/marker.h"

namespace hansa::stand_in {

const std::array<char, 64> kMarker = {"hansa: stand-in cryptography, of no use against anybody"};

}  // namespace hansa::stand_in
