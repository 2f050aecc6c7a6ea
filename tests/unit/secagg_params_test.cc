#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "common/base/limits.h"
#include "common/secagg/params.h"

namespace hansa::secagg {
namespace {

SessionSetup Good() {
  SessionSetup setup;
  setup.ring_bits = 32;
  setup.segments = {
      {.name = "update", .length = 10, .low = -1, .high = 1, .scale_bits = 16, .weighted = true}};
  setup.max_weight = 100;
  setup.smallest_cohort = 3;
  setup.largest_cohort = 100;
  return setup;
}

std::string WhyRefused(const SessionSetup& setup) {
  const Result<> checked = CheckSetup(setup);
  if (checked.ok()) return "";
  EXPECT_EQ(checked.error().kind, ErrorKind::kBadInput);
  return checked.error().why;
}

TEST(SessionSetup, AcceptsWhatCannotWrap) { EXPECT_EQ(WhyRefused(Good()), ""); }

// Catalogue 16: the bound is exact. 100 sites x weight 100 x 2^16 is below 2^31; the next weight
// that is not is found by division: floor((2^31 - 1) / (100 * 65536)) = 327.
TEST(SessionSetup, TheNoWrapBoundIsExact) {
  SessionSetup setup = Good();
  setup.max_weight = 327;
  EXPECT_EQ(WhyRefused(setup), "");
  setup.max_weight = 328;
  EXPECT_NE(WhyRefused(setup).find("could wrap: 100 sites x weight 328 x 65536 = 2149580800"),
            std::string::npos)
      << WhyRefused(setup);
  setup.ring_bits = 64;
  EXPECT_EQ(WhyRefused(setup), "");
}

TEST(SessionSetup, AnUnweightedSegmentDoesNotCountTheWeight) {
  SessionSetup setup = Good();
  setup.max_weight = 1'000'000;
  EXPECT_NE(WhyRefused(setup), "");
  setup.segments[0].weighted = false;
  EXPECT_EQ(WhyRefused(setup), "");
}

TEST(SessionSetup, RefusesImpossibleValues) {
  const auto with = [](auto change) {
    SessionSetup setup = Good();
    change(setup);
    return WhyRefused(setup);
  };
  EXPECT_NE(with([](auto& s) { s.ring_bits = 16; }), "");
  EXPECT_NE(with([](auto& s) { s.max_weight = 0; }), "");
  EXPECT_NE(with([](auto& s) { s.segments.clear(); }), "");
  EXPECT_NE(with([](auto& s) { s.segments[0].length = 0; }), "");
  EXPECT_NE(with([](auto& s) { s.segments[0].length = limits::kVectorElements + 1; }), "");
  EXPECT_NE(with([](auto& s) { s.segments[0].name.clear(); }), "");
  EXPECT_NE(with([](auto& s) { s.segments[0].low = 2; }), "");
  EXPECT_NE(with([](auto& s) { s.segments[0].high = std::numeric_limits<double>::infinity(); }),
            "");
  EXPECT_NE(with([](auto& s) { s.segments[0].low = std::nan(""); }), "");
  EXPECT_NE(with([](auto& s) { s.segments[0].scale_bits = 63; }), "");
  EXPECT_NE(with([](auto& s) { s.smallest_cohort = 1; }), "");
  EXPECT_NE(with([](auto& s) { s.smallest_cohort = 101; }), "");
  EXPECT_NE(with([](auto& s) { s.largest_cohort = limits::kCompleteGraphSites + 1; }), "");
  EXPECT_NE(with([](auto& s) { s.colluders = 2; }), "");  // of three, one input would stand bare
}

}  // namespace
}  // namespace hansa::secagg
