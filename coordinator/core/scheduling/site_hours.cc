#include "coordinator/core/scheduling/site_hours.h"

namespace hansa::coordinator {
namespace {

constexpr Duration kDay = std::chrono::hours(24);
constexpr uint64_t kDayMs = kDay / milliseconds(1);

}  // namespace

SiteHours::SiteHours(const v1::JobAnswer& answer, Instant now) {
  const uint64_t closes = answer.closes_in_ms(), opens = answer.opens_in_ms();
  if (closes == opens || closes > kDayMs || opens > kDayMs) return;
  whole_day_ = false;
  opening_ = now + milliseconds(opens);
  open_for_ = milliseconds((closes + kDayMs - opens) % kDayMs);
}

Duration SiteHours::SinceOpening(Instant now) const {
  const Duration since = (now - opening_) % kDay;
  return since < Duration{} ? since + kDay : since;
}

bool SiteHours::IsOpen(Instant now) const { return whole_day_ || SinceOpening(now) < open_for_; }

Instant SiteHours::OpensAt(Instant now) const { return now + (kDay - SinceOpening(now)); }

}  // namespace hansa::coordinator
