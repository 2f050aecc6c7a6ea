#include "coordinator/app/admission.h"

#include <algorithm>

#include "coordinator/app/coordinator_folder.h"

namespace hansa::coordinator {

transport::Admission MakeAdmission(const SiteDirectory& directory,
                                   const std::vector<transport::CurvePublic>& operators,
                                   std::function<bool(const std::string& user)> shut_out) {
  return [&directory, operators, shut_out = std::move(shut_out)](
             const transport::CurvePublic& key) -> std::optional<std::string> {
    std::optional<std::string> user = directory.UserOf(key, ReadClocks().unix_ms);
    if (std::find(operators.begin(), operators.end(), key) != operators.end())
      user = "operator:" + OperatorId(key);
    if (user && shut_out(*user)) return std::nullopt;
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
