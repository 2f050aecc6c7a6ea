#include "coordinator/core/phase.h"

namespace hansa::coordinator {

Outcome Phase::OnMessage(Turn& turn, const SiteMessage& message) {
  turn.out.faults.push_back({message.site, "out_of_order"});
  return std::nullopt;
}
Outcome Phase::OnCandidatesChanged(Turn&) { return std::nullopt; }
Outcome Phase::OnSiteAway(Turn&, const SiteId&) { return std::nullopt; }
Outcome Phase::OnSiteBack(Turn&, const SiteId&) { return std::nullopt; }
void Phase::Save(v1::RoundRecord&) const {}
Outcome Phase::OnSiteLeft(Turn&, const SiteId&, const std::string&) { return std::nullopt; }
Outcome Phase::OnWorkDone(Turn&, WorkDone&) { return std::nullopt; }
Outcome Phase::OnUpload(Turn&, UploadDone&) { return std::nullopt; }
Outcome Phase::OnSitesFreed(Turn&) { return std::nullopt; }
std::string Phase::Waiting(const JobContext&, Now) const { return ""; }
Outcome Phase::OnTime(Turn&) { return std::nullopt; }
void Phase::Cancel(Turn&) {}

}  // namespace hansa::coordinator
