// The time of a row: what is taken lies in the years that are taken, and a zone only moves it.

#include "client/data/time_text.h"

#include <string>

#include "common/base/bytes.h"
#include "common/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const std::string text(AsView({data, size}));
  const auto parsed = client::ParseTime(text);
  if (!parsed) return -1;
  constexpr client::RowTime kHour = int64_t{3600} * 1'000'000;
  constexpr client::RowTime kLongest = int64_t{24} * 366 * 4000 * kHour;
  HANSA_CHECK(parsed->time > -kLongest && parsed->time < kLongest);
  if (parsed->form == client::TimeForm::kLocal && text.find(':') != std::string::npos) {
    const auto zoned = client::ParseTime(text + "+01:00");
    HANSA_CHECK(zoned && zoned->form == client::TimeForm::kZoned);
    HANSA_CHECK(zoned->time == parsed->time - kHour);
  }
  return 0;
}
