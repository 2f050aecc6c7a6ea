#include "common/secagg/threshold.h"

#include "common/base/text.h"

namespace hansa::secagg {

Result<uint32_t> CheckedThreshold(uint32_t sites, uint32_t smallest_cohort, uint32_t colluders) {
  if (sites < smallest_cohort || sites < 2)
    return Refused("cohort refused",
                   StrCat(sites, " sites, at least ", smallest_cohort, " are needed"));
  if (uint64_t{colluders} + 2 > smallest_cohort)
    return Refused("cohort refused",
                   StrCat("a sum over ", smallest_cohort, " sites with ", colluders,
                          " colluders holds fewer than two honest inputs"));
  const uint32_t threshold = CompleteThreshold(sites, colluders);
  if (uint64_t{threshold} + colluders > uint64_t{sites} - 1)
    return Refused(
        "cohort refused",
        StrCat(sites, " sites with ", colluders, " colluders need ", threshold,
               " shares of a secret, and only ", sites - 1 - colluders, " honest sites hold one"),
        StrCat("Fewer than a third may collude: take more sites"));
  return threshold;
}

}  // namespace hansa::secagg
