#pragma once
// The way in for sites: joining with an invitation, greeting with one's own key, signs of life.
// What a greeted site says beyond that goes to the machine.

#include "common/crypto/ed25519.h"
#include "coordinator/app/connections.h"
#include "coordinator/app/site_directory.h"
#include "coordinator/app/turn_output.h"
#include "coordinator/core/coordinator_machine.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::coordinator {

class SiteGate {
 public:
  struct Parts {
    crypto::Ed25519Public authority{};
    v1::Signed certificate;  // the coordinator's
    Duration heartbeat{};
    SiteDirectory& directory;
    Connections& connections;
    CoordinatorMachine& machine;
  };
  explicit SiteGate(Parts parts) : parts_(std::move(parts)) {}

  // `site`: the id that the connection's key belongs to. The message was checked (common/wire).
  void FromSite(const SiteId& site, transport::PeerHandle peer, v1::ToCoordinator message,
                Bytes payload, Now now, TurnOutput& out);
  // Under an invitation's key: Join and nothing else.
  void FromInvitation(const SiteId& site, transport::PeerHandle peer,
                      const v1::ToCoordinator& message, Now now, TurnOutput& out);

  void Gone(transport::PeerHandle peer, Now now, TurnOutput& out);
  void DropSilent(Now now, TurnOutput& out);
  // To every greeted site.
  void SayGoodbye(const std::string& reason, TurnOutput& out) const;

 private:
  void Greet(const SiteId& site, transport::PeerHandle peer, const v1::Hello& hello, Now now,
             TurnOutput& out);
  // The reason why the hello is not accepted, or empty.
  std::string Refusal(const SiteId& site, const v1::Hello& hello) const;
  Result<> Enrol(const SiteId& site, const v1::Join& join, Now now, TurnOutput& out);

  Parts parts_;
};

}  // namespace hansa::coordinator
