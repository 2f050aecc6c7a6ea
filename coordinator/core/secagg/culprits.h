#pragma once
// Evidence against a site, from what the session holds (docs/protocol/culprits.md). The
// coordinator's certificate, which is not the session's, is put in by whoever writes the file.

#include <memory>

#include "common/secagg/unmask.h"
#include "coordinator/core/secagg/revealed_answer.h"
#include "hansa/v1/culprit.pb.h"

namespace hansa::coordinator {

// What a site dealt, as it was received.
struct DealtView {
  const v1::Signed& commitment;
  ByteSpan leaves;
};

// Its shares, though as committed, give no secret of its advertisement.
std::shared_ptr<v1::CulpritEvidence> FalseDealingOf(const ServerContext& context,
                                                    const DealtView& dealt, secagg::ShareKind kind,
                                                    const secagg::OwnerShares& released);

// A site's answer, and the leaf roots that its owners signed, in its order.
struct SignedAnswer {
  uint32_t holder = 0;
  const std::vector<RevealedView>& revealed;
  std::vector<crypto::Digest> leaf_roots;
  const std::string& signature;
};
// Whether the site signed that it was dealt what it reveals.
bool IsSigned(const ServerContext& context, const SignedAnswer& answer);
// The share at `place` is not what its owner committed to.
std::shared_ptr<v1::CulpritEvidence> FalseShareOf(const ServerContext& context,
                                                  const DealtView& dealt,
                                                  const SignedAnswer& answer, size_t place);

}  // namespace hansa::coordinator
