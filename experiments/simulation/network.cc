#include "experiments/simulation/network.h"

#include <algorithm>

namespace hansa::simulation {
namespace {

constexpr uint64_t kSlowestLink = 4 << 10;  // bytes per second
constexpr uint64_t kFastestSlowLink = 64 << 10;
constexpr Duration kLongestPartition = seconds(30);
constexpr Duration kLongestNotice = seconds(1);

}  // namespace

Network::Network(World& world)
    : world_(world),
      rubbish_(world.plan.sites, world.plan.faults),
      links_(world.plan.sites),
      processes_(world.plan.sites) {
  for (Link& link : links_)
    if (world_.chaos.Strikes(FaultKind::kSlowLink))
      link.bytes_per_second =
          kSlowestLink +
          world_.chaos.dice(FaultKind::kSlowLink).Below(kFastestSlowLink - kSlowestLink);
  PlanPartition();
}

void Network::ToSite(uint32_t site, v1::ToSite message, coordinator::Payload payload) {
  const Link& link = links_[site];
  if (!link.up) return;
  if (message.has_welcome())
    return Greet(site, &Link::down_stream,
                 {Event::Kind::kToSite, site, link.connection,
                  simulation::ToSite{std::move(message), nullptr}});
  const size_t bytes =
      link.bytes_per_second == 0 ? 0 : message.ByteSizeLong() + (payload ? payload->size() : 0);
  Travel(site, &Link::down_stream,
         {Event::Kind::kToSite, site, link.connection,
          simulation::ToSite{std::move(message), std::move(payload)}},
         bytes);
}

void Network::ToCoordinator(uint32_t site, client::Send send) {
  Link& link = links_[site];
  if (!link.up) return;
  simulation::ToCoordinator message{std::move(send.message), nullptr};
  if (!send.payload.empty())
    message.payload = std::make_shared<const Bytes>(std::move(send.payload));
  const uint64_t connection = link.connection;
  if (message.message.has_hello())
    return Greet(site, &Link::up_stream,
                 {Event::Kind::kToCoordinator, site, connection, std::move(message)});
  for (Rubbish::Piece& piece : rubbish_.Say(site, std::move(message), world_.chaos)) {
    size_t bytes = 0;
    Event event{Event::Kind::kToCoordinator, site, connection, {}};
    if (auto* raw = std::get_if<RawMessage>(&piece)) {
      bytes = raw->envelope.size() + (raw->payload ? raw->payload->size() : 0);
      event.kind = Event::Kind::kRawToCoordinator;
      event.cargo = std::move(*raw);
    } else {
      auto& whole = std::get<simulation::ToCoordinator>(piece);
      if (link.bytes_per_second != 0)
        bytes = whole.message.ByteSizeLong() + (whole.payload ? whole.payload->size() : 0);
      event.cargo = std::move(whole);
    }
    if (link.connection == connection)  // else: the piece before was the end of it
      Travel(site, &Link::up_stream, std::move(event), bytes);
  }
}

void Network::Greet(uint32_t site, Direction Link::*stream, Event event) {
  Link& link = links_[site];
  if (link.partitioned) return;
  (link.*stream).greeted = world_.now + milliseconds(1);
  world_.queue.Push((link.*stream).greeted, std::move(event));
}

void Network::Travel(uint32_t site, Direction Link::*stream, Event event, size_t bytes) {
  Link& link = links_[site];
  if (world_.chaos.Strikes(FaultKind::kCut)) return Cut(site);
  if (link.partitioned || world_.chaos.Strikes(FaultKind::kLose)) return;
  if (world_.chaos.Strikes(FaultKind::kRepeat))
    world_.queue.Push(Arrival(link, stream, bytes), event);
  world_.queue.Push(Arrival(link, stream, bytes), std::move(event));
}

Instant Network::Arrival(Link& link, Direction Link::*stream, size_t bytes) {
  Direction& way = link.*stream;
  Instant leaves = std::max(world_.now, way.greeted);
  if (link.bytes_per_second != 0) {
    leaves = std::max(leaves, way.free) + Duration(1'000'000'000 * bytes / link.bytes_per_second);
    way.free = leaves;
  }
  Instant at = leaves + world_.timing.Between(milliseconds(1), world_.plan.longest_delay);
  if (world_.chaos.Strikes(FaultKind::kReorder))
    return at + world_.chaos.dice(FaultKind::kReorder)
                    .Between(Duration{}, 4 * world_.plan.longest_delay);
  at = std::max(at, way.last);
  way.last = at;
  return at;
}

bool Network::Connect(uint32_t site) {
  Link& link = links_[site];
  if (!listening_ || link.partitioned) return false;
  link.up = true;
  ++link.connection;
  link.up_stream = link.down_stream = {};
  return true;
}

void Network::Cut(uint32_t site) {
  Link& link = links_[site];
  if (!link.up) return;
  link.up = false;
  if (listening_)
    world_.Later(world_.timing.Between(milliseconds(1), kLongestNotice),
                 {Event::Kind::kLinkGone, site, link.connection, {}});
  world_.Later(world_.timing.Between(milliseconds(1), kLongestNotice),
               {Event::Kind::kLinkDown, site, processes_[site], {}});
}

void Network::PlanPartition() {
  const double per_hour = world_.plan.faults.partitions_per_hour;
  if (per_hour <= 0 || world_.chaos.over()) return;
  const Duration mean(static_cast<Duration::rep>(3600e9 / per_hour));
  world_.Later(world_.chaos.dice(FaultKind::kPartition).Between(Duration{}, 2 * mean),
               {Event::Kind::kPartition, 0, 0, {}});
}

void Network::BeginPartition() {
  if (world_.chaos.over()) return;
  world_.chaos.Count(FaultKind::kPartition);
  Dice& dice = world_.chaos.dice(FaultKind::kPartition);
  const double share = static_cast<double>(1 + dice.Below(5)) / 10;
  for (Link& link : links_) link.partitioned = dice.Chance(share);
  world_.Later(dice.Between(milliseconds(100), kLongestPartition),
               {Event::Kind::kPartitionEnds, 0, 0, {}});
}

void Network::EndPartition() {
  for (Link& link : links_) link.partitioned = false;
  PlanPartition();
}

}  // namespace hansa::simulation
