#include "coordinator/core/secagg/unmasking.h"

#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::coordinator {

PhaseEnd Unmasking::Close(bool) {
  HANSA_CHECK(false);  // never settled, no deadline
}

SecAggOutcome Unmasking::Finish(secagg::UnmaskResult result) {
  if (!result.ok()) {
    std::string names;
    for (const uint32_t dealer : result.dealers) {
      const std::string& id = context_.roster.members[dealer].site_id;
      context_.Fault(id, step(), "inconsistent_shares");
      names += (names.empty() ? "" : ", ") + id;
    }
    return SecAggFailed{
        .reason = StrCat("unmask: the shares that ", names,
                         " dealt, though as committed, give no secret of its advertisement")};
  }
  SecAggSucceeded succeeded{.sum = std::move(result.sum),
                            .id = context_.roster.id,
                            .sharers_hash = crypto::Sha256(sharers_.bytes()),
                            .survivors_hash = crypto::Sha256(survivors_.bytes())};
  for (const uint32_t index : survivors_.Members())
    succeeded.included.push_back(context_.roster.members[index].site_id);
  succeeded.transcript = secagg::TranscriptDigest(succeeded.id, succeeded.sharers_hash,
                                                  succeeded.survivors_hash, succeeded.sum.sha256);
  return succeeded;
}

}  // namespace hansa::coordinator
