#pragma once
// What a job's machine is told.

#include <string>
#include <variant>

#include "coordinator/core/phase.h"

namespace hansa::coordinator {

struct JobBegins {};
struct SiteJoined {
  SiteId site;
};
struct SiteLeft {
  SiteId site;
  std::string reason;     // for people: "connection lost", "revoked", ...
  bool for_good = false;  // it does not come back
};
struct JobCancelled {};
struct PauseAsked {
  bool abandon = false;  // a round that is not summed yet is given up
};
struct ContinueAsked {};
struct SitesFreed {};  // the pool may have more for the job
struct TimePassed {};  // may be early or repeated

using JobInput = std::variant<JobBegins, SiteJoined, SiteLeft, SiteMessage, WorkDone, UploadDone,
                              JobCancelled, PauseAsked, ContinueAsked, SitesFreed, TimePassed>;

}  // namespace hansa::coordinator
