#include "common/picture/numbers.h"

#include <cmath>
#include <cstdint>
#include <cstdio>

#include "common/base/text.h"

namespace hansa::picture {
namespace {

std::string Printed(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string Fixed(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  std::string out = text;
  if (decimals > 0) {
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
  }
  return out == "-0" ? "0" : out;
}

}  // namespace

std::string Pixels(double value) { return Fixed(value, 1); }

std::string ShortNumber(double value) {
  const double size = std::fabs(value);
  if (size == 0) return "0";
  if (size < 1e-3 || size >= 1e7) return Printed("%.3g", value);
  const int before = static_cast<int>(std::floor(std::log10(size))) + 1;  // digits, or minus zeros
  return Fixed(value, std::max(0, 4 - before));
}

std::string HumanSeconds(double seconds) {
  if (seconds < 100) return StrCat(Fixed(seconds, seconds < 10 ? 2 : 1), " s");
  const auto whole = static_cast<uint64_t>(std::llround(seconds));
  if (whole < 3600) return StrCat(whole / 60, " min ", whole % 60, " s");
  return StrCat(whole / 3600, " h ", whole / 60 % 60, " min");
}

}  // namespace hansa::picture
