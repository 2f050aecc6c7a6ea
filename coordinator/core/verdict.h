#pragma once
// Whether a site can take part in a job, and why not.

#include <string>
#include <vector>

#include "coordinator/core/membership.h"
#include "coordinator/core/scheduling/site_hours.h"

namespace hansa::coordinator {

struct Verdict {
  SiteId site;
  std::string name;
  bool accepted = false;
  SiteHours hours;                   // as announced
  std::vector<std::string> reasons;  // why not; "not connected", "has not answered yet", or its own
};

}  // namespace hansa::coordinator
