#pragma once
// What the steps of one of several sessions tell a new process. A record that parses may still be
// damaged: nothing in it is believed unlooked at.

#include <variant>
#include <vector>

#include "coordinator/core/sum_session.h"

namespace hansa::coordinator {

// Who was asked, ascending. kBadInput: not each an enrolled site, once.
Result<std::vector<SiteId>> SitesOf(const SessionSteps& steps, const Membership& membership);

// How it ended.
Result<std::variant<SumHandle, SessionLost>> ResultIn(const v1::GroupEnded& ended,
                                                      const std::vector<secagg::Segment>& segments,
                                                      const StoredVectors& stored);

}  // namespace hansa::coordinator
