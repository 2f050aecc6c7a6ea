#include "common/secagg/profile.h"

namespace hansa::secagg {

std::string_view Name(Profile profile) {
  switch (profile) {
    case Profile::kPlain:
      return "plain";
    case Profile::kSemiHonest:
      return "semi-honest";
    case Profile::kMalicious:
      return "malicious";
    case Profile::kComplete:
      return "complete";
  }
  return "";
}

std::optional<Profile> ProfileNamed(std::string_view name) {
  for (const Profile profile :
       {Profile::kPlain, Profile::kSemiHonest, Profile::kMalicious, Profile::kComplete})
    if (name == Name(profile)) return profile;
  return std::nullopt;
}

}  // namespace hansa::secagg
