#pragma once
// How much a session withstands, by name, from the weakest to the strongest.

#include <optional>
#include <string_view>

namespace hansa::secagg {

enum class Profile {
  kPlain,       // "plain": no masks
  kSemiHonest,  // "semi-honest": a ring, and a coordinator that is only curious
  kMalicious,   // "malicious": a ring, and a coordinator that lies
  kComplete,    // "complete": everyone with everyone, and a coordinator that lies
};

std::string_view Name(Profile profile);
std::optional<Profile> ProfileNamed(std::string_view name);

}  // namespace hansa::secagg
