#include "coordinator/core/left_out.h"

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

// In the run's folder.
std::string FileOf(const SiteId& site, uint64_t session_number) {
  return StrCat("culprits/", session_number, "-", site, ".culprit");
}

}  // namespace

std::string WhyLeftOut(const v1::LeftOutSite& site) {
  const bool dealing = site.fault() == "false_dealing";
  return StrCat("left out: it ", dealing ? "dealt false shares" : "revealed a false share",
                " in session ", site.session_number());
}

void LeaveOut(Turn& turn, const SecAggConviction& conviction, uint64_t session_number) {
  JobContext& job = turn.job;
  if (job.candidates.IsLeftOut(conviction.site_id)) return;
  v1::LeftOutSite& kept = *job.record.add_left_out();
  kept.set_site(conviction.site_id);
  kept.set_fault(conviction.fault);
  kept.set_session_number(session_number);
  kept.set_round(job.round.number);
  kept.set_evidence(FileOf(conviction.site_id, session_number));
  turn.out.culprits.push_back({job.id, kept.evidence(), conviction.evidence});
  job.candidates.LeaveOut(conviction.site_id, WhyLeftOut(kept));
  turn.out.persist.push_back(job.record);
  turn.Emit(SiteConvicted{.round = job.round.number,
                          .site = job.NameOf(conviction.site_id),
                          .site_id = conviction.site_id,
                          .fault = conviction.fault,
                          .session = session_number,
                          .evidence = kept.evidence()});
}

void RestoreLeftOut(const v1::JobRecord& kept, JobContext& job) {
  *job.record.mutable_left_out() = kept.left_out();
  *job.record.mutable_suspects() = kept.suspects();
  job.suspects.Restore(kept);
  for (const v1::LeftOutSite& site : kept.left_out())
    job.candidates.LeaveOut(site.site(), WhyLeftOut(site));
}

}  // namespace hansa::coordinator
