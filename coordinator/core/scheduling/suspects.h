#pragma once
// A sum that honest inputs cannot give holds a false one, and nothing says whose. Sites that were
// in such sums are suspected, of each once more; a sum that is right takes half of it off its
// sites. Sessions over groups that are drawn anew each round narrow it down: whoever is in every
// wrong sum is soon alone at the top. Pure; not thread-safe.

#include <map>
#include <string>
#include <vector>

#include "common/base/random_source.h"
#include "coordinator/core/membership.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

class Suspects {
 public:
  // Whether anything changed.
  bool OutOfRange(const std::vector<SiteId>& included);
  bool InRange(const std::vector<SiteId>& included);

  // In how many wrong sums it was, less what right ones took off.
  uint32_t TimesOf(const SiteId& site) const;
  bool empty() const { return times_.empty(); }

  void Restore(const v1::JobRecord& record);
  void Save(v1::JobRecord& record) const;

 private:
  std::map<SiteId, uint32_t> times_;  // above 0
};

// Disjoint groups of all `sites`, drawn at random: as many as have `least` sites each (at least 2,
// where there are so many), the suspected spread evenly, so that a wrong sum is one group's and the
// others' sums serve. One group while nobody is suspected. Groups and their members ascend.
std::vector<std::vector<SiteId>> SplitSuspects(const std::vector<SiteId>& sites, size_t least,
                                               const Suspects& suspects, RandomSource& random);

}  // namespace hansa::coordinator
