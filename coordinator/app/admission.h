#pragma once
// Who may connect: operators by the keys in their file, sites and invitation holders by the
// directory. The answer names who it is; what each may say is checked with every message.

#include <vector>

#include "common/transport/server_socket.h"
#include "coordinator/app/peer_guard.h"
#include "coordinator/app/site_directory.h"

namespace hansa::coordinator {

// Not who is expelled at present. `directory` and `guard` outlive the admission; asked on the
// loop's thread, at each handshake.
transport::Admission MakeAdmission(const SiteDirectory& directory,
                                   const std::vector<transport::CurvePublic>& operators,
                                   const PeerGuard& guard);

// "site:1f…" -> kSite and "1f…".
enum class UserKind { kNobody, kSite, kInvitation, kOperator };
struct User {
  UserKind kind = UserKind::kNobody;
  std::string id;
};
User ParseUser(const std::string& user);

}  // namespace hansa::coordinator
