#include "coordinator/core/restored_group.h"

#include "common/base/text.h"
#include "coordinator/core/sum_record.h"

namespace hansa::coordinator {

Result<std::vector<SiteId>> SitesOf(const SessionSteps& steps, const Membership& membership) {
  std::vector<SiteId> sites;
  for (const std::string& site : steps.front().opened().sites()) {
    if (membership.Find(site) == nullptr)
      return BadInput("the session under way cannot be taken up again",
                      StrCat("site ", PlainText(site, limits::kNameBytes), " is not enrolled"));
    if (!sites.empty() && site <= sites.back())
      return BadInput("the session under way cannot be taken up again",
                      "its sites are not in order");
    sites.push_back(site);
  }
  return sites;
}

Result<std::variant<SumHandle, SessionLost>> ResultIn(const v1::GroupEnded& ended,
                                                      const std::vector<secagg::Segment>& segments,
                                                      const StoredVectors& stored) {
  if (!ended.has_sum())
    return std::variant<SumHandle, SessionLost>(SessionLost{ended.lost(), ended.spent()});
  return std::variant<SumHandle, SessionLost>(HANSA_TRY(SumOf(ended.sum(), segments, stored)));
}

}  // namespace hansa::coordinator
