#include "coordinator/core/secagg/unmasking.h"

#include "common/base/check.h"
#include "common/base/text.h"
#include "coordinator/core/secagg/culprits.h"

namespace hansa::coordinator {

PhaseEnd Unmasking::Close(bool) {
  HANSA_CHECK(false);  // never settled, no deadline
}

SecAggFailed Unmasking::Convict(const std::vector<secagg::OwnerShares>& dealers) {
  std::string names;
  for (const secagg::OwnerShares& dealer : dealers) {
    const std::string& id = context_.roster.members[dealer.owner].site_id;
    context_.Fault(id, step(), "inconsistent_shares");
    names += (names.empty() ? "" : ", ") + id;
    const ShareBox& box = boxes_.at(dealer.owner);
    const auto kind = survivors_.Has(dealer.owner) ? secagg::ShareKind::kSelfMask
                                                   : secagg::ShareKind::kMaskSecret;
    context_.output.convicted.push_back(
        {id, "false_dealing",
         FalseDealingOf(context_, {box.commitment, box.leaves}, kind, dealer)});
  }
  return {.reason = StrCat("unmask: the shares that ", names,
                           " dealt, though as committed, give no secret of its advertisement")};
}

SecAggOutcome Unmasking::Finish(secagg::UnmaskResult result) {
  if (!result.ok()) return Convict(result.dealers);
  if (result.outside) {
    SecAggFailed failed{.reason = StrCat("unmask: ", secagg::TextOf(*result.outside))};
    for (const uint32_t index : survivors_.Members())
      failed.suspects.push_back(context_.roster.members[index].site_id);
    return failed;
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
