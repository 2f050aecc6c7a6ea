#pragma once
// The sites of a round, drawn by a job's policy. The same sites, history and randomness give the
// same draw.

#include <vector>

#include "common/base/random_source.h"
#include "coordinator/core/scheduling/job_history.h"

namespace hansa::coordinator {

// Every order with the same chance.
void Shuffle(std::vector<SiteId>& sites, RandomSource& random);
// At most `most` of `sites`, every one with the same chance; ascending.
std::vector<SiteId> DrawUniform(std::vector<SiteId> sites, size_t most, RandomSource& random);
// The same by `policy`. Staleness: those whose last round is longest ago, by chance among equals.
// Availability: one after the other, each with a chance in proportion to its readiness.
std::vector<SiteId> DrawSites(SelectionPolicy policy, std::vector<SiteId> sites, size_t most,
                              const JobHistory& history, RandomSource& random);

}  // namespace hansa::coordinator
