#include "client/core/greeting.h"

#include "common/base/text.h"

namespace hansa::client {

v1::Hello MakeHello(const std::string& software, const v1::SiteCredential& credential) {
  v1::Hello hello;
  hello.set_protocol(kProtocol);
  hello.set_software(software);
  *hello.mutable_credential() = credential;
  return hello;
}

Result<Coordinator> CheckWelcome(const v1::Welcome& welcome, const crypto::Ed25519Public& authority,
                                 const identity::CurvePublic& connected_to, const Now& now) {
  if (welcome.protocol() != kProtocol)
    return BadInput("the coordinator speaks another protocol",
                    StrCat("version ", welcome.protocol(), ", not ", kProtocol),
                    "install the same version of Hansa on both sides");
  const identity::VerifiedCoordinator verified =
      HANSA_TRY(identity::VerifyCoordinatorCertificate(welcome.coordinator(), authority));
  if (verified.curve_key != connected_to)
    return VerificationFailed("the coordinator's certificate names another connection key",
                              Hex(verified.curve_key), "join again with a new invitation");
  const Duration heartbeat = milliseconds(welcome.heartbeat_ms());
  if (welcome.heartbeat_ms() > kLongestHeartbeat / milliseconds(1) ||
      heartbeat < kShortestHeartbeat)
    return BadInput("the coordinator asks for a heartbeat that is out of bounds",
                    StrCat(welcome.heartbeat_ms(), " ms"));
  return Coordinator{.signing_key = verified.signing_key,
                     .heartbeat = heartbeat,
                     .clock_ahead_ms = welcome.unix_ms() - now.unix_ms};
}

}  // namespace hansa::client
