#include <gtest/gtest.h>

#include "coordinator/core/scheduling/site_hours.h"

namespace hansa::coordinator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Instant kStart{hours(1000)};

SiteHours Announced(Duration closes_in, Duration opens_in) {
  v1::JobAnswer answer;
  answer.set_closes_in_ms(static_cast<uint64_t>(closes_in / milliseconds(1)));
  answer.set_opens_in_ms(static_cast<uint64_t>(opens_in / milliseconds(1)));
  return SiteHours(answer, kStart);
}

TEST(SiteHours, IsOpenAllDayUnlessAnnounced) {
  EXPECT_TRUE(SiteHours().IsOpen(kStart));
  EXPECT_TRUE(Announced({}, {}).IsOpen(kStart + hours(5)));
}

TEST(SiteHours, ClosesAndOpensAgainEveryDay) {
  const SiteHours site = Announced(hours(2), hours(14));
  EXPECT_TRUE(site.IsOpen(kStart));
  EXPECT_TRUE(site.IsOpen(kStart + hours(2) - milliseconds(1)));
  EXPECT_FALSE(site.IsOpen(kStart + hours(2)));
  EXPECT_EQ(site.OpensAt(kStart + hours(2)), kStart + hours(14));
  EXPECT_TRUE(site.IsOpen(kStart + hours(14)));
  EXPECT_TRUE(site.IsOpen(kStart + hours(24)));
  EXPECT_FALSE(site.IsOpen(kStart + hours(27)));
  EXPECT_EQ(site.OpensAt(kStart + hours(27)), kStart + hours(38));
}

TEST(SiteHours, AClosedSiteOpens) {
  const SiteHours site = Announced(minutes(90), minutes(30));
  EXPECT_FALSE(site.IsOpen(kStart));
  EXPECT_EQ(site.OpensAt(kStart), kStart + minutes(30));
  EXPECT_TRUE(site.IsOpen(kStart + minutes(30)));
  EXPECT_TRUE(site.IsOpen(kStart + minutes(89)));
  EXPECT_FALSE(site.IsOpen(kStart + minutes(90)));
}

TEST(SiteHours, NonsenseIsTheWholeDay) {
  EXPECT_TRUE(Announced(hours(1), hours(1)).IsOpen(kStart + hours(3)));
  EXPECT_TRUE(Announced(hours(1), hours(25)).IsOpen(kStart + hours(3)));
  v1::JobAnswer answer;
  answer.set_closes_in_ms(UINT64_MAX);
  EXPECT_TRUE(SiteHours(answer, kStart).IsOpen(kStart + hours(3)));
}

}  // namespace
}  // namespace hansa::coordinator
