#include "coordinator/app/site_gate.h"

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/identity/credential.h"

namespace hansa::coordinator {
namespace {

constexpr uint32_t kProtocol = 1;

v1::ToSite Goodbye(const std::string& reason) {
  v1::ToSite message;
  message.mutable_goodbye()->set_reason(reason);
  return message;
}

void SendAway(transport::PeerHandle peer, const std::string& reason, TurnOutput& out) {
  out.replies.push_back({peer, Goodbye(reason), {}});
  out.ended.push_back(peer);
}

}  // namespace

void SiteGate::FromSite(const SiteId& site, transport::PeerHandle peer, v1::ToCoordinator message,
                        Bytes payload, Now now, TurnOutput& out) {
  if (message.has_hello()) {
    Greet(site, peer, message.hello(), now, out);
    return;
  }
  if (!parts_.connections.IsOn(site, peer)) {
    out.effects.Append(parts_.machine.Step(PeerFault{site, "not_greeted"}, now));
    SendAway(peer, "say hello first", out);
    return;
  }
  parts_.connections.Heard(site, now.instant);
  if (message.has_heartbeat()) {
    v1::ToSite reply;
    *reply.mutable_heartbeat() = message.heartbeat();
    out.replies.push_back({peer, std::move(reply), {}});
  }
  SiteMessage input{site, std::move(message), nullptr};
  if (!payload.empty()) input.payload = std::make_shared<const Bytes>(std::move(payload));
  out.effects.Append(parts_.machine.Step(std::move(input), now));
}

std::string SiteGate::Refusal(const SiteId& site, const v1::Hello& hello) const {
  const StoredSite* known = parts_.directory.Find(site);
  if (known == nullptr || !known->enrolled) return "unknown site";
  if (known->revoked) return "revoked";
  if (!parts_.machine.membership().IsListed(site)) return "not in the directory";
  if (hello.protocol() != kProtocol)
    return StrCat("this coordinator speaks protocol ", kProtocol, ", the site ", hello.protocol());
  const auto verified = identity::VerifySiteCredential(hello.credential(), parts_.authority);
  if (!verified.ok()) return verified.error().Text();
  if (verified->site_id != site) return "the credential is another site's";
  if (Bytes(verified->identity_key.begin(), verified->identity_key.end()) != known->identity_key ||
      Bytes(verified->curve_key.begin(), verified->curve_key.end()) != known->curve_key)
    return "the credential is not the one that the site joined with";
  return "";
}

void SiteGate::Greet(const SiteId& site, transport::PeerHandle peer, const v1::Hello& hello,
                     Now now, TurnOutput& out) {
  const std::string refusal = Refusal(site, hello);
  if (!refusal.empty()) {
    out.effects.Append(parts_.machine.Step(PeerFault{site, "hello_refused"}, now));
    SendAway(peer, refusal, out);
    return;
  }
  v1::ToSite message;
  auto* welcome = message.mutable_welcome();
  welcome->set_protocol(kProtocol);
  *welcome->mutable_coordinator() = parts_.certificate;
  welcome->set_heartbeat_ms(std::chrono::duration_cast<milliseconds>(parts_.heartbeat).count());
  welcome->set_unix_ms(now.unix_ms);
  out.replies.push_back({peer, std::move(message), {}});
  out.kept.push_back(peer);
  if (const auto replaced = parts_.connections.Greeted(site, peer, now.instant))
    SendAway(*replaced, "superseded", out);

  SiteSeen seen{.site_id = site,
                .software = hello.software().substr(0, limits::kNameBytes),
                .seen_unix_ms = now.unix_ms};
  parts_.directory.Apply(seen);
  out.effects.Append(parts_.machine.Step(SiteConnected{site, seen.software}, now));
  out.records.push_back(std::move(seen));
}

void SiteGate::FromInvitation(const SiteId& site, transport::PeerHandle peer,
                              const v1::ToCoordinator& message, Now now, TurnOutput& out) {
  if (!message.has_join()) {
    SendAway(peer, "an invitation allows to join, and nothing else", out);
    return;
  }
  const Result<> enrolled = Enrol(site, message.join(), now, out);
  v1::ToSite reply;
  reply.mutable_join_reply()->set_accepted(enrolled.ok());
  if (!enrolled.ok()) reply.mutable_join_reply()->set_reason(enrolled.error().Text());
  out.replies.push_back({peer, std::move(reply), {}});
}

Result<> SiteGate::Enrol(const SiteId& site, const v1::Join& join, Now now, TurnOutput& out) {
  const StoredSite* known = parts_.directory.Find(site);
  if (known == nullptr) return Refused("the invitation is unknown here");
  if (known->revoked) return Refused("the invitation was revoked");
  const Bytes bytes = ToBytes(join.credential().SerializeAsString());
  if (known->enrolled)
    return known->credential == bytes
               ? Success()  // its reply was lost
               : Refused("the invitation was used already", "an invitation admits one site, once",
                         "ask the operator for a new one");
  const auto verified =
      HANSA_TRY(identity::VerifySiteCredential(join.credential(), parts_.authority, now.unix_ms));
  if (verified.site_id != site) return Refused("the credential is for another invitation");
  if (ToBytes(join.credential().invitation().SerializeAsString()) != known->certificate)
    return Refused("the invitation is not the one that the operator registered");
  SiteEnrolled record{.site_id = site,
                      .credential = bytes,
                      .identity_key = {verified.identity_key.begin(), verified.identity_key.end()},
                      .curve_key = {verified.curve_key.begin(), verified.curve_key.end()},
                      .enrolled_unix_ms = now.unix_ms};
  parts_.directory.Apply(record);
  out.records.push_back(std::move(record));
  out.effects.Append(parts_.machine.Step(
      MemberAdmitted{site, known->name, verified.identity_key, join.credential()}, now));
  return Success();
}

void SiteGate::Gone(transport::PeerHandle peer, Now now, TurnOutput& out) {
  if (const auto site = parts_.connections.Gone(peer))
    out.effects.Append(parts_.machine.Step(SiteDisconnected{*site, "connection lost"}, now));
}

void SiteGate::DropSilent(Now now, TurnOutput& out) {
  for (const SiteId& site : parts_.connections.Silent(now.instant)) {
    SendAway(*parts_.connections.PeerOf(site), "no sign of life", out);
    parts_.connections.Remove(site);
    out.effects.Append(parts_.machine.Step(SiteDisconnected{site, "no sign of life"}, now));
  }
}

void SiteGate::SayGoodbye(const std::string& reason, TurnOutput& out) const {
  for (const SiteId& site : parts_.machine.membership().Connected())
    if (const auto peer = parts_.connections.PeerOf(site))
      out.replies.push_back({*peer, Goodbye(reason), {}});
}

}  // namespace hansa::coordinator
