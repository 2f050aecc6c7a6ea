#include "coordinator/app/admission.h"

#include <algorithm>

#include "coordinator/app/coordinator_folder.h"

namespace hansa::coordinator {

transport::Admission MakeAdmission(const SiteDirectory& directory,
                                   const std::vector<transport::CurvePublic>& operators) {
  return [&directory, operators](const transport::CurvePublic& key) -> std::optional<std::string> {
    if (std::find(operators.begin(), operators.end(), key) != operators.end())
      return "operator:" + OperatorId(key);
    return directory.UserOf(key, ReadClocks().unix_ms);
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
