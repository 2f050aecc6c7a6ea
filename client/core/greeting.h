#pragma once
// Hello and Welcome: before a site says anything else, the other side shows that it is the
// coordinator that the pinned authority certified.

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/identity/credential.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::client {

inline constexpr uint32_t kProtocol = 1;
inline constexpr Duration kGreetingWindow = seconds(10);
// Bounds on the heartbeat that a coordinator may ask for.
inline constexpr Duration kShortestHeartbeat = milliseconds(10);
inline constexpr Duration kLongestHeartbeat = seconds(60);

struct Coordinator {
  crypto::Ed25519Public signing_key{};
  Duration heartbeat{};
  int64_t clock_ahead_ms = 0;  // its clock minus ours
};

v1::Hello MakeHello(const std::string& software, const v1::SiteCredential& credential);

// kVerification when the certificate is not the authority's or names another connection key than
// the one connected to; kBadInput for another protocol or a heartbeat out of bounds.
Result<Coordinator> CheckWelcome(const v1::Welcome& welcome, const crypto::Ed25519Public& authority,
                                 const identity::CurvePublic& connected_to, const Now& now);

}  // namespace hansa::client
