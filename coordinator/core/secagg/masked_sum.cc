#include "coordinator/core/secagg/masked_sum.h"

#include "common/base/check.h"
#include "coordinator/core/secagg/alive_window.h"
#include "coordinator/core/secagg/unmask_window.h"

namespace hansa::coordinator {

v1::SessionStepRecord SurvivorsStep(const ServerContext& context, const MaskedSum& masked) {
  v1::SessionStepRecord step;
  v1::SurvivorsFixed& fixed = *step.mutable_survivors();
  fixed.set_survivors(ToString(masked.survivors.bytes()));
  if (context.fetches()) {  // it is in the spool
    fixed.set_sum_sha256(ToString(masked.sum.sha256));
    fixed.set_sum_bytes(masked.sum.bytes->size());
  } else {
    const Result<Bytes> sum = ReadWhole(*masked.sum.bytes, context.inline_bytes);
    HANSA_CHECK(sum.ok());  // in memory
    fixed.set_sum(ToString(*sum));
  }
  for (const auto& [site, commitment] : masked.commitments) {
    v1::MaskedWitness& kept = *fixed.add_masked();
    kept.set_site(site);
    *kept.mutable_commitment() = commitment;
  }
  return step;
}

std::unique_ptr<ServerPhase> AfterSum(ServerContext& context, MaskedSum masked) {
  if (context.asks_alive()) return std::make_unique<AliveWindow>(context, std::move(masked));
  return std::make_unique<UnmaskWindow>(context, std::move(masked),
                                        std::map<uint32_t, v1::Signed>());
}

}  // namespace hansa::coordinator
