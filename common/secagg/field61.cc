#include "common/secagg/field61.h"

namespace hansa::secagg {

Field61 FieldInverse(Field61 a) {
  // p - 2 = 2^61 - 3: all ones in binary but for bit 1.
  Field61 result = 1;
  Field61 power = a;
  for (int bit = 0; bit < 61; ++bit) {
    if (bit != 1) result = FieldMultiply(result, power);
    power = FieldMultiply(power, power);
  }
  return result;
}

}  // namespace hansa::secagg
