#include "common/secagg/params.h"

#include <algorithm>
#include <cmath>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::secagg {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr uint32_t kMaxScaleBits = 62;
constexpr uint32_t kMostDropouts = 500;                    // of a thousand
constexpr double kMagnitudeLimit = 4611686018427387904.0;  // 2^62

// Exact: scaling by a power of two changes the exponent only, and neither ceil nor abs rounds.
double ScaledMagnitude(double value, uint32_t scale_bits) {
  return std::ceil(std::fabs(std::ldexp(value, static_cast<int>(scale_bits))));
}

std::string Decimal(Wide value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Error Bad(std::string why) { return BadInput("session parameters refused", std::move(why)); }

Result<> CheckSegment(const SessionSetup& setup, const Segment& segment) {
  if (segment.name.empty() || segment.name.size() > limits::kNameBytes)
    return Bad("a segment has no name or one that is too long");
  if (segment.length == 0 || segment.length > limits::kVectorElements)
    return Bad(StrCat("segment ", segment.name, " has ", segment.length, " elements; 1 to ",
                      limits::kVectorElements, " are possible"));
  const uint64_t bound = HANSA_TRY(SegmentBound(segment));
  const uint32_t weight = segment.weighted ? setup.max_weight : 1;
  const Wide largest = Wide{setup.largest_cohort} * weight * bound;
  const Wide limit = Wide{1} << (setup.ring_bits - 1);
  if (largest < limit) return Success();
  return Bad(StrCat("segment ", segment.name, " could wrap: ", setup.largest_cohort,
                    " sites x weight ", weight, " x ", bound, " = ", Decimal(largest),
                    ", and the ring of ", setup.ring_bits, " bits holds less than ",
                    Decimal(limit)));
}

Result<> CheckSegments(const SessionSetup& setup) {
  if (setup.segments.empty() || setup.segments.size() > limits::kSegments)
    return Bad(
        StrCat(setup.segments.size(), " segments; 1 to ", limits::kSegments, " are possible"));
  for (const Segment& segment : setup.segments) HANSA_TRY(CheckSegment(setup, segment));
  if (setup.elements() * (setup.ring_bits / 8) > limits::kBulkBytes)
    return Bad(StrCat(setup.elements(), " elements of ", setup.ring_bits, " bits are more than ",
                      limits::kBulkBytes, " bytes"));
  return Success();
}

Result<> CheckCohort(const SessionSetup& setup) {
  const size_t most =
      setup.profile == Profile::kComplete ? limits::kCompleteGraphSites : limits::kSites;
  if (setup.largest_cohort > most)
    return Bad(StrCat("largest cohort ", setup.largest_cohort, "; at most ", most));
  if (setup.smallest_cohort < 2 || setup.smallest_cohort > setup.largest_cohort)
    return Bad(StrCat("smallest cohort ", setup.smallest_cohort, " with a largest of ",
                      setup.largest_cohort, "; it must be from 2 to the largest"));
  if (setup.dropout_permille >= kMostDropouts)
    return Bad(StrCat(setup.dropout_permille, " of a thousand sites may drop; below ",
                      kMostDropouts, " is possible"));
  // Sites of the first release refuse the field as they refuse a ring.
  const bool ring = setup.profile == Profile::kSemiHonest || setup.profile == Profile::kMalicious;
  if (setup.dropout_permille != 0 && !ring)
    return Bad(
        StrCat("dropouts are counted on a ring only, not in the profile ", Name(setup.profile)));
  if (setup.profile != Profile::kPlain &&
      uint64_t{setup.colluders} + 2 > uint64_t{setup.smallest_cohort})
    return Bad(StrCat("a sum over ", setup.smallest_cohort, " sites of which ", setup.colluders,
                      " may collude would not hide one honest input among two"));
  return Success();
}

}  // namespace

size_t SessionSetup::elements() const {
  size_t sum = 0;
  for (const Segment& segment : segments) sum += segment.length;
  return sum;
}

Result<uint64_t> SegmentBound(const Segment& segment) {
  if (!std::isfinite(segment.low) || !std::isfinite(segment.high) || segment.low > segment.high)
    return Bad(
        StrCat("segment ", segment.name, " has the range ", segment.low, " to ", segment.high));
  if (segment.scale_bits > kMaxScaleBits)
    return Bad(StrCat("segment ", segment.name, " has ", segment.scale_bits,
                      " scale bits; at most ", kMaxScaleBits));
  const double bound = std::max(ScaledMagnitude(segment.low, segment.scale_bits),
                                ScaledMagnitude(segment.high, segment.scale_bits));
  if (!(bound < kMagnitudeLimit))
    return Bad(StrCat("segment ", segment.name, " reaches ", bound,
                      " after scaling; below 2^62 is possible"));
  return static_cast<uint64_t>(bound);
}

Result<> CheckSetup(const SessionSetup& setup) {
  if (setup.ring_bits != 32 && setup.ring_bits != 64)
    return Bad(StrCat("a ring of ", setup.ring_bits, " bits; 32 and 64 are possible"));
  if (setup.max_weight == 0) return Bad("a largest weight of 0");
  HANSA_TRY(CheckCohort(setup));
  return CheckSegments(setup);
}

}  // namespace hansa::secagg
