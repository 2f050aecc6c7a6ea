#pragma once
// Sessions in memory in which one site cheats and signs it, and the evidence that comes of them.

#include <memory>

#include "common/base/planted_bug.h"
#include "common/transcript/check_culprit.h"
#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {

struct CheatedOptions {
  LoopbackOptions session;
  PlantedBug cheat = PlantedBug::kFalseDealing;  // or kFalseShare
  uint32_t culprit = 1;
  std::vector<uint32_t> dropped;  // after their shares
};

// As the coordinator's folder writes it.
v1::CulpritEvidence Certified(const Fleet& fleet, v1::CulpritEvidence evidence);

// In builds with HANSA_PLANTED_BUGS only.
class CheatedSession {
 public:
  explicit CheatedSession(const CheatedOptions& options);

  // Of the only conviction; HANSA_CHECK: there is one, with evidence.
  const v1::CulpritEvidence& evidence() const { return evidence_; }
  Bytes File() const;
  const crypto::Ed25519Public& authority() const { return loopback->fleet.authority.public_key(); }
  const std::string& culprit_id() const { return loopback->fleet.sites[culprit_].id; }
  Result<transcript::CheckedCulprit> Check(const v1::CulpritEvidence& evidence) const {
    return transcript::CheckCulprit(evidence, authority());
  }

  std::unique_ptr<Loopback> loopback;

 private:
  uint32_t culprit_;
  v1::CulpritEvidence evidence_;
};

}  // namespace hansa::secagg_test
