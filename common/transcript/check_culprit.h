#pragma once
// Evidence against one site, checked without a network and without believing the coordinator that
// wrote it: it convicts only of what no honest site does, whatever the coordinator and all other
// sites do (docs/protocol/culprits.md). Pure.

#include <string>
#include <vector>

#include "common/crypto/ed25519.h"
#include "common/secagg/graph_rules.h"
#include "common/secagg/params.h"
#include "common/secagg/session_bytes.h"
#include "hansa/v1/culprit.pb.h"

namespace hansa::transcript {

struct CheckedCulprit {
  enum class Fault {
    kFalseDealing,  // dealt shares that give no secret of its advertisement
    kFalseShare,    // revealed a share that it was not dealt
  };
  Fault fault = Fault::kFalseDealing;
  secagg::ShareKind kind = secagg::ShareKind::kMaskSecret;
  std::string site_id;    // convicted
  std::string dealer_id;  // of the shares; the same where the dealing was false
  uint32_t dealer = 0;
  std::vector<uint32_t> holders;  // of the shares that prove it
  crypto::Ed25519Public coordinator_key{};
  secagg::SessionSetup setup;
  secagg::SessionId id;
  secagg::GraphSize graph;
  uint32_t sites = 0;  // of the roster
};

// kVerification with why the evidence convicts nobody.
Result<CheckedCulprit> CheckCulprit(const v1::CulpritEvidence& evidence,
                                    const crypto::Ed25519Public& authority);
Result<CheckedCulprit> CheckCulpritFile(ByteSpan file, const crypto::Ed25519Public& authority);

}  // namespace hansa::transcript
