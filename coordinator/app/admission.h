#pragma once
// Who may connect: operators by the keys in their file, sites and invitation holders by the
// directory. The answer names who it is; what each may say is checked with every message.

#include <functional>
#include <string>
#include <vector>

#include "common/transport/server_socket.h"
#include "coordinator/app/site_directory.h"

namespace hansa::coordinator {

// Not who is `shut_out` at present, by its user id. `directory` outlives the admission; asked on
// the loop's thread, at each handshake.
transport::Admission MakeAdmission(const SiteDirectory& directory,
                                   const std::vector<transport::CurvePublic>& operators,
                                   std::function<bool(const std::string& user)> shut_out);

// "site:1f…" -> kSite and "1f…".
enum class UserKind { kNobody, kSite, kInvitation, kOperator };
struct User {
  UserKind kind = UserKind::kNobody;
  std::string id;
};
User ParseUser(const std::string& user);

}  // namespace hansa::coordinator
