#include "coordinator/api/left_out_state.h"

namespace hansa::coordinator {

v1::LeftOutState ToMessage(const std::string& job_id, const v1::LeftOutSite& site,
                           const Membership& membership) {
  v1::LeftOutState state;
  state.set_job_id(job_id);
  state.set_site_id(site.site());
  state.set_site_name(membership.NameOf(site.site()));
  state.set_fault(site.fault());
  state.set_session_number(site.session_number());
  state.set_round(site.round());
  state.set_evidence(site.evidence());
  return state;
}

}  // namespace hansa::coordinator
