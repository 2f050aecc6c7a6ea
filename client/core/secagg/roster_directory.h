#pragma once
// Who may be in a roster is not the coordinator's word (rule 12): every entry is in a directory
// that the authority signed, no older than any that this site saw.

#include <vector>

#include "client/core/secagg/client_phase.h"

namespace hansa::client {

// `invitations`: of each entry, the payload of its InvitationCertificate, in the order of their
// site ids. Epoch 0: the roster shows no directory, and none is due. An error blames the
// coordinator.
Result<SeenDirectory> CheckDirectory(const v1::Roster& roster,
                                     const std::vector<ByteSpan>& invitations,
                                     const SessionFacts& facts);

}  // namespace hansa::client
