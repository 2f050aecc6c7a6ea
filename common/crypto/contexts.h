#pragma once
// The context string of every kind of signed message (docs/protocol/identity.md).

#include <string_view>

namespace hansa::crypto::context {

inline constexpr std::string_view kInvitation = "hansa/v1/invitation\n";
inline constexpr std::string_view kSite = "hansa/v1/site\n";
inline constexpr std::string_view kCoordinator = "hansa/v1/coordinator\n";
inline constexpr std::string_view kRevocation = "hansa/v1/revocation\n";
inline constexpr std::string_view kDirectory = "hansa/v1/directory\n";
inline constexpr std::string_view kSessionParams = "hansa/v1/session-params\n";
inline constexpr std::string_view kAdvertise = "hansa/v1/advertise\n";
inline constexpr std::string_view kShares = "hansa/v1/shares\n";
inline constexpr std::string_view kMasked = "hansa/v1/masked\n";
inline constexpr std::string_view kAlive = "hansa/v1/alive\n";
inline constexpr std::string_view kUnmask = "hansa/v1/unmask\n";
inline constexpr std::string_view kManifest = "hansa/v1/manifest\n";
inline constexpr std::string_view kTranscript = "hansa/v1/transcript\n";

}  // namespace hansa::crypto::context
