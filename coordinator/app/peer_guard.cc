#include "coordinator/app/peer_guard.h"

#include "common/base/limits.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "coordinator/app/admission.h"

namespace hansa::coordinator {

bool PeerGuard::Takes(const transport::Received& message, Now now, TurnOutput& out) {
  if (budget_.IsOut(message.user, now.instant)) return false;
  const size_t bytes = message.envelope.size() + message.payload.size();
  return budget_.TakeMessage(message.user, bytes, now.instant) ||
         Expel(message.user, "too many messages", now, out);
}

bool PeerGuard::Takes(const std::string& user, const v1::ToCoordinator& message, Now now,
                      TurnOutput& out) {
  if (!message.has_hello() && !message.has_join()) return true;
  return budget_.TakeGreeting(user, now.instant) || Expel(user, "too many greetings", now, out);
}

void PeerGuard::Faulty(const std::string& user, const std::string& fault, Now now,
                       TurnOutput& out) {
  if (const User who = ParseUser(user); who.kind == UserKind::kSite) {
    out.effects.Append(machine_.Step(PeerFault{who.id, fault}, now));  // Judge sees it
  } else if (!budget_.IsOut(user, now.instant) && !budget_.TakeFault(user, now.instant)) {
    Expel(user, "too many faults", now, out);
  }
}

void PeerGuard::Judge(Now now, TurnOutput& out) {
  std::vector<std::string> users;
  for (const PeerFault& fault : out.effects.faults)
    if (fault.name != "late") users.push_back("site:" + fault.site);
  for (const std::string& user : users)
    if (!budget_.IsOut(user, now.instant) && !budget_.TakeFault(user, now.instant))
      Expel(user, "too many faults", now, out);
}

bool PeerGuard::Expel(const std::string& user, const std::string& why, Now now, TurnOutput& out) {
  const std::string reason = StrCat("expelled for ", limits::kExpulsionSeconds, " s: ", why);
  LogWarning(StrCat(user, " is ", reason));
  out.expelled.push_back(user);
  const User who = ParseUser(user);
  if (who.kind != UserKind::kSite) return false;
  out.effects.Append(machine_.Step(PeerFault{who.id, "expelled"}, now));
  if (const auto peer = connections_.PeerOf(who.id)) {
    v1::ToSite goodbye;
    goodbye.mutable_goodbye()->set_reason(reason);
    out.replies.push_back({*peer, std::move(goodbye), {}});
    connections_.Remove(who.id);
    out.effects.Append(machine_.Step(SiteDisconnected{who.id, reason}, now));
  }
  return false;
}

}  // namespace hansa::coordinator
