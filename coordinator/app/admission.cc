#include "coordinator/app/admission.h"

#include <algorithm>

#include "coordinator/app/coordinator_folder.h"

namespace hansa::coordinator {

transport::Admission MakeAdmission(const SiteDirectory& directory,
                                   const std::vector<transport::CurvePublic>& operators,
                                   const PeerGuard& guard) {
  return [&, operators](const transport::CurvePublic& key) -> std::optional<std::string> {
    const Now now = ReadClocks();
    std::optional<std::string> user = directory.UserOf(key, now.unix_ms);
    if (std::find(operators.begin(), operators.end(), key) != operators.end())
      user = "operator:" + OperatorId(key);
    if (user && guard.IsOut(*user, now.instant)) return std::nullopt;
    return user;
  };
}

User ParseUser(const std::string& user) {
  constexpr std::pair<std::string_view, UserKind> kKinds[] = {{"site:", UserKind::kSite},
                                                              {"invite:", UserKind::kInvitation},
                                                              {"operator:", UserKind::kOperator}};
  for (const auto& kind : kKinds)
    if (user.starts_with(kind.first)) return {kind.second, user.substr(kind.first.size())};
  return {};
}

}  // namespace hansa::coordinator
