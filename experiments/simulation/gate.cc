#include "experiments/simulation/gate.h"

#include "client/core/greeting.h"
#include "common/wire/parse.h"

namespace hansa::simulation {
namespace {

constexpr int kSilentHeartbeats = 4;

const std::string& IdOf(const World& world, uint32_t site) { return world.keys->sites[site].id; }

bool IsOwn(const v1::Hello& hello, const bench::CertifiedSite& keys) {
  return hello.protocol() == client::kProtocol &&
         hello.credential().SerializeAsString() == keys.credential.SerializeAsString();
}

}  // namespace

Gate::Gate(World& world, coordinator::CoordinatorMachine& machine, uint64_t process)
    : world_(world),
      machine_(machine),
      process_(process),
      longest_silence_(kSilentHeartbeats * world.plan.heartbeat),
      greeted_(world.plan.sites) {
  v1::Welcome& welcome = *welcome_.mutable_welcome();
  welcome.set_protocol(client::kProtocol);
  *welcome.mutable_coordinator() = world.keys->certificate;
  welcome.set_heartbeat_ms(world.plan.heartbeat / milliseconds(1));
}

void Gate::FromSite(uint32_t site, uint64_t connection, ToCoordinator message,
                    CoordinatorTurn& out) {
  if (message.message.has_hello()) return Greet(site, connection, message.message.hello(), out);
  if (greeted_[site].connection != connection) {
    Fault(site, "not_greeted", out);
    return SendAway(site, connection, "say hello first", out);
  }
  greeted_[site].heard = world_.now;
  if (message.message.has_heartbeat()) {
    v1::ToSite reply;
    *reply.mutable_heartbeat() = message.message.heartbeat();
    out.replies.push_back({site, connection, std::move(reply)});
  }
  if (message.message.has_upload_chunk() || message.message.has_upload_gone()) {
    const std::string fault = on_upload(site, message);
    return fault.empty() ? void() : Fault(site, fault, out);
  }
  world_.witness.Tell(&Invariant::OnCoordinatorHeard, IdOf(world_, site), message.message);
  out.effects.Append(
      machine_.Step(coordinator::SiteMessage{IdOf(world_, site), std::move(message.message),
                                             std::move(message.payload)},
                    world_.CoordinatorNow()));
}

void Gate::FromSite(uint32_t site, uint64_t connection, const RawMessage& raw,
                    CoordinatorTurn& out) {
  auto parsed = wire::ParseToCoordinator(raw.envelope, raw.payload ? raw.payload->size() : 0);
  if (!parsed.ok()) return Fault(site, std::string(parsed.fault()), out);
  const bool for_others = parsed->has_join() || parsed->has_operator_request();
  if (for_others) return;  // a site's connection is not asked for these
  FromSite(site, connection, ToCoordinator{std::move(parsed).Take(), raw.payload}, out);
}

void Gate::Greet(uint32_t site, uint64_t connection, const v1::Hello& hello, CoordinatorTurn& out) {
  if (!IsOwn(hello, world_.keys->sites[site])) {
    Fault(site, "hello_refused", out);
    return SendAway(site, connection, "the credential is not the one that the site joined with",
                    out);
  }
  v1::ToSite welcome = welcome_;
  welcome.mutable_welcome()->set_unix_ms(world_.CoordinatorNow().unix_ms);
  out.replies.push_back({site, connection, std::move(welcome)});
  greeted_[site].connection = connection;
  greeted_[site].heard = world_.now;
  Watch(site);
  out.effects.Append(machine_.Step(coordinator::SiteConnected{IdOf(world_, site), hello.software()},
                                   world_.CoordinatorNow()));
}

void Gate::Gone(uint32_t site, uint64_t connection, CoordinatorTurn& out) {
  if (greeted_[site].connection != connection) return;
  greeted_[site].connection = 0;
  Lost(site, "connection lost", out);
}

void Gate::Lost(uint32_t site, const std::string& reason, CoordinatorTurn& out) {
  world_.witness.Tell(&Invariant::OnCoordinatorLost, IdOf(world_, site));
  out.effects.Append(machine_.Step(coordinator::SiteDisconnected{IdOf(world_, site), reason},
                                   world_.CoordinatorNow()));
}

void Gate::Watch(uint32_t site) {
  if (std::exchange(greeted_[site].watched, true)) return;
  world_.queue.Push(greeted_[site].heard + longest_silence_,
                    {Event::Kind::kSilence, site, process_, {}});
}

void Gate::LookForSilence(uint32_t site, CoordinatorTurn& out) {
  Greeted& greeted = greeted_[site];
  greeted.watched = false;
  if (greeted.connection == 0) return;
  if (world_.now < greeted.heard + longest_silence_) return Watch(site);
  SendAway(site, greeted.connection, "no sign of life", out);
  greeted.connection = 0;
  Lost(site, "no sign of life", out);
}

void Gate::Fault(uint32_t site, const std::string& name, CoordinatorTurn& out) {
  out.effects.Append(
      machine_.Step(coordinator::PeerFault{IdOf(world_, site), name}, world_.CoordinatorNow()));
}

void Gate::SendAway(uint32_t site, uint64_t connection, const std::string& reason,
                    CoordinatorTurn& out) {
  v1::ToSite goodbye;
  goodbye.mutable_goodbye()->set_reason(reason);
  out.replies.push_back({site, connection, std::move(goodbye), true});
}

}  // namespace hansa::simulation
