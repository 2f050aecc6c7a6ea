#pragma once
// The sites that a job could take for a round: they accepted it, have not answered its question
// before, are within their owner's hours and do not rest. Whether another job has them is the
// pool's matter.

#include "common/crypto/random.h"
#include "coordinator/core/job_context.h"

namespace hansa::coordinator {

struct UsableSites {
  std::vector<SiteId> sites;  // ascending
  size_t resting = 0, closed = 0;
  std::optional<Instant> next;  // when the next of those that rest or are closed may be asked
};

// How many have accepted it, and may still answer.
size_t AbleCount(const JobContext& job);

// `exempt` (ascending) do not rest: the round that they are in goes on.
UsableSites UsableSitesOf(const JobContext& job, Now now, const std::vector<SiteId>& exempt = {});

// Of this round: the same after a restart.
crypto::SeededRandom SelectionRandom(const JobContext& job, std::string_view use);

}  // namespace hansa::coordinator
