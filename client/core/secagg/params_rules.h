#pragma once
// R0 at the site: are these the parameters of the session that this site may answer? (Rules 3, 4,
// 7, 10, 11 of docs/protocol/secure-aggregation.md.)

#include "client/core/secagg/client_session.h"
#include "common/base/result.h"

namespace hansa::client {

// kRefused or kBadInput, with the numbers.
Result<secagg::SessionSetup> AcceptParams(const v1::Signed& params, const SiteSide& side);

}  // namespace hansa::client
