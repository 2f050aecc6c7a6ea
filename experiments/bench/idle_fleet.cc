#include "experiments/bench/idle_fleet.h"

#include "common/base/check.h"
#include "common/crypto/random.h"
#include "common/transport/client_socket.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::bench {
namespace {

constexpr Duration kLookEvery = milliseconds(50);

std::unique_ptr<transport::ClientSocket> OpenSocket(const std::string& address,
                                                    const transport::CurvePublic& server_key,
                                                    const crypto::X25519Key& curve,
                                                    RandomSource& random) {
  auto socket = transport::ClientSocket::Open({.address = address,
                                               .server_key = server_key,
                                               .own = {curve.public_key(), curve.secret().Clone()}},
                                              random);
  HANSA_CHECK(socket.ok());  // the address is the coordinator's own
  return *std::move(socket);
}

}  // namespace

struct IdleFleet::Site {
  std::unique_ptr<transport::ClientSocket> socket;
  std::string hello;
  bool welcomed = false;
  Duration beat{};
  Instant next_beat{};
  uint64_t beats = 0;
};

IdleFleet::IdleFleet(std::string address, const transport::CurvePublic& server_key,
                     std::vector<CertifiedSite> sites)
    : address_(std::move(address)), server_key_(server_key), sites_(std::move(sites)) {
  thread_ = std::thread([this] { Run(); });
}

IdleFleet::~IdleFleet() {
  stop_ = true;
  thread_.join();
}

size_t IdleFleet::AwaitWelcomed(size_t count, Duration limit) const {
  const Instant until = ReadClocks().instant + limit;
  while (welcomed_ < count && ReadClocks().instant < until)
    std::this_thread::sleep_for(milliseconds(5));
  return welcomed_;
}

void IdleFleet::Run() {
  crypto::SystemRandom random;
  std::vector<Site> sites;
  for (const CertifiedSite& keys : sites_) {
    v1::ToCoordinator message;
    message.mutable_hello()->set_protocol(1);
    message.mutable_hello()->set_software("hansa-lab");
    *message.mutable_hello()->mutable_credential() = keys.credential;
    sites.push_back({.socket = OpenSocket(address_, server_key_, keys.curve, random),
                     .hello = message.SerializeAsString()});
  }
  while (!stop_) {
    const Instant now = ReadClocks().instant;
    for (Site& site : sites) Turn(site, now);
    std::this_thread::sleep_until(std::chrono::steady_clock::now() +
                                  (now + kLookEvery - ReadClocks().instant));
  }
}

void IdleFleet::Turn(Site& site, Instant now) {
  const transport::ClientInput input = site.socket->Poll(now);
  for (const transport::LinkEvent event : input.events) {
    if (event == transport::LinkEvent::kConnected) {
      site.socket->Send(site.hello);
    } else if (site.welcomed) {
      site.welcomed = false;
      --welcomed_;
    }
  }
  for (const auto& message : input.messages) {
    v1::ToSite said;
    if (site.welcomed || !said.ParseFromString(message.envelope) || !said.has_welcome()) continue;
    site.welcomed = true;
    ++welcomed_;
    site.beat = milliseconds(said.welcome().heartbeat_ms());
    site.next_beat = now + site.beat;
  }
  if (!site.welcomed || now < site.next_beat) return;
  site.next_beat += site.beat;
  v1::ToCoordinator message;
  message.mutable_heartbeat()->set_sequence(++site.beats);
  site.socket->Send(message.SerializeAsString());
}

}  // namespace hansa::bench
