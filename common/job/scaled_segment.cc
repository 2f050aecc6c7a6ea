#include "common/job/scaled_segment.h"

#include "common/base/text.h"
#include "common/secagg/params.h"

namespace hansa {
namespace {

__extension__ using Wide = unsigned __int128;

bool Fits(const secagg::Segment& segment, const Cohort& cohort) {
  const auto bound = secagg::SegmentBound(segment);
  if (!bound.ok()) return false;
  const uint32_t weight = segment.weighted ? cohort.max_weight : 1;
  return Wide{cohort.sites} * weight * *bound < Wide{1} << (cohort.ring_bits - 1);
}

}  // namespace

Result<secagg::Segment> Scaled(secagg::Segment segment, const Cohort& cohort, uint32_t most,
                               uint32_t fewest) {
  for (uint32_t bits = most + 1; bits-- > fewest;) {
    segment.scale_bits = bits;
    if (Fits(segment, cohort)) return segment;
  }
  return BadInput(StrCat("the sum of \"", segment.name, "\" could wrap"),
                  StrCat(cohort.sites, " sites x weight ", segment.weighted ? cohort.max_weight : 1,
                         " x ", segment.high, " with ", fewest,
                         " fraction bits do not fit below 2^", cohort.ring_bits - 1),
                  "Lower aggregation.max_weight, aggregation.clip_norm or rounds.clients.target, "
                  "or use ring_bits = 64");
}

}  // namespace hansa
