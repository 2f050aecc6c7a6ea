#include "tests/support/culprit_session.h"

#include "common/base/check.h"
#include "common/identity/authority.h"
#include "common/transcript/culprit_file.h"

namespace hansa::secagg_test {

v1::CulpritEvidence Certified(const Fleet& fleet, v1::CulpritEvidence evidence) {
  const auto curve = crypto::X25519Key::FromSecret(SecretBytes(Bytes(32, 7))).public_key();
  *evidence.mutable_coordinator() =
      identity::CertifyCoordinator(fleet.authority, fleet.coordinator.public_key(), curve);
  return evidence;
}

CheatedSession::CheatedSession(const CheatedOptions& options) : culprit_(options.culprit) {
  loopback = std::make_unique<Loopback>(options.session);
  for (const uint32_t site : options.dropped)
    loopback->DropAt(site, client::ClientStep::kMaskedInput);
#ifdef HANSA_PLANTED_BUGS
  planted_bug = options.cheat;
  planted_site = culprit_id();
  loopback->Run();
  planted_bug = PlantedBug::kNone;
  planted_site.clear();
#endif
  HANSA_CHECK(loopback->convicted.size() == 1 && loopback->convicted[0].evidence);
  HANSA_CHECK(loopback->convicted[0].site_id == culprit_id());
  evidence_ = Certified(loopback->fleet, *loopback->convicted[0].evidence);
}

Bytes CheatedSession::File() const { return transcript::CulpritFileOf(evidence_); }

}  // namespace hansa::secagg_test
