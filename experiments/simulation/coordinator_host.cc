#include "experiments/simulation/coordinator_host.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::simulation {
namespace {

namespace co = coordinator;

constexpr Duration kLongestWork = milliseconds(100);
constexpr Duration kLongestAbsence = seconds(20);

co::Record ToRecord(co::Persist persist) {
  return std::visit(
      [](auto& kept) -> co::Record {
        if constexpr (std::is_same_v<std::decay_t<decltype(kept)>, co::UsedSessionNumber>)
          return co::SessionNumberTaken{kept.number};
        else if constexpr (std::is_same_v<std::decay_t<decltype(kept)>, co::Measured>)
          return co::Measurement{static_cast<uint32_t>(kept.what), kept.name, kept.site,
                                 kept.value};
        else
          return std::move(kept);
      },
      persist);
}

}  // namespace

CoordinatorHost::CoordinatorHost(World& world, Network& network, std::unique_ptr<co::Store> store)
    : world_(world), network_(network), store_(std::move(store)), desk_(world) {
  for (size_t i = 0; i < world.jobs.size(); ++i) jobs_.emplace_back(world.keys);
  if (world.plan.pause_every > Duration{}) PlanPause();
}
CoordinatorHost::~CoordinatorHost() = default;

void CoordinatorHost::Take(Event& event, Instant at) {
  if (event.kind == Event::Kind::kCoordinatorStart) return Start();
  using Kind = Event::Kind;
  const bool operated =
      event.kind == Kind::kCancel || event.kind == Kind::kPause || event.kind == Kind::kContinue;
  if (!machine_) {  // an operator asks again later
    if (operated) world_.Later(seconds(1), {event.kind, event.site, 0, {}});
    return;
  }
  CoordinatorTurn turn;
  switch (event.kind) {
    case Event::Kind::kToCoordinator:
      gate_->FromSite(event.site, event.epoch, std::move(std::get<ToCoordinator>(event.cargo)),
                      turn);
      break;
    case Event::Kind::kRawToCoordinator:
      gate_->FromSite(event.site, event.epoch, std::get<RawMessage>(event.cargo), turn);
      break;
    case Event::Kind::kLinkGone:
      gate_->Gone(event.site, event.epoch, turn);
      break;
    case Event::Kind::kSilence:
      gate_->LookForSilence(event.site, turn);
      break;
    case Event::Kind::kCoordinatorWork:
      turn.effects =
          machine_->Step(std::move(std::get<co::WorkDone>(event.cargo)), world_.CoordinatorNow());
      break;
    case Event::Kind::kCancel:
    case Event::Kind::kPause:
    case Event::Kind::kContinue:
      turn.effects = Operate(event);
      break;
    default:
      return Wake(at);
  }
  Execute(std::move(turn));
}

std::optional<Instant> CoordinatorHost::NextWake() const {
  const auto machine = machine_->NextWake(), desk = desk_.NextWake();
  return machine && desk ? std::min(*machine, *desk) : machine ? machine : desk;
}

void CoordinatorHost::PumpUploads(CoordinatorTurn& turn) {
  std::vector<uint64_t> connections;
  for (uint32_t site = 0; site < world_.plan.sites; ++site)
    connections.push_back(gate_->ConnectionOf(site));
  for (co::UploadDone& done : desk_.Pump(connections, turn.effects))
    turn.effects.Append(machine_->Step(std::move(done), world_.CoordinatorNow()));
}

void CoordinatorHost::PlanWake() {
  const auto next = NextWake();
  if (!next) return;
  const Instant at = std::max(*next, world_.now);
  if (wake_ && *wake_ <= at) return;
  wake_ = at;
  world_.queue.Push(at, {Event::Kind::kCoordinatorWake, 0, process_, {}});
}

void CoordinatorHost::Wake(Instant at) {
  if (!wake_ || *wake_ != at) return;
  wake_.reset();
  const auto next = NextWake();
  if (!next || *next > world_.now) return next ? PlanWake() : void();
  CoordinatorTurn turn;
  turn.effects = machine_->Step(co::TimePassed{}, world_.CoordinatorNow());
  const auto after = machine_->NextWake();
  if (after && *after <= world_.now)
    return world_.witness.Tell(&Invariant::OnSpin, std::string_view("the coordinator"));
  Execute(std::move(turn));
}

void CoordinatorHost::Execute(CoordinatorTurn turn) {
  PumpUploads(turn);
  const bool matters =
      !turn.effects.persist.empty() || !turn.effects.sends.empty() || !turn.effects.events.empty();
  const bool early = Planted(PlantedBug::kSendBeforeCommit);
  if (early && !Send(turn)) return;
  if (matters && world_.chaos.Strikes(FaultKind::kLoseTurn)) return Crash();
  if (!Commit(turn.effects)) return;
  Tell(turn.effects);
  if (matters && world_.chaos.Strikes(FaultKind::kCoordinatorCrashBeforeSend)) return Crash();
  if (!early && !Send(turn)) return;
  Serve(turn.effects.serves);
  for (const co::UploadOrder& order : turn.effects.uploads) desk_.Take(order);
  for (co::Work& work : turn.effects.work) Do(std::move(work));
  PlanWake();
}

bool CoordinatorHost::Commit(co::Effects& effects) {
  std::vector<co::Record> records;
  for (co::Persist& kept : effects.persist) records.push_back(ToRecord(std::move(kept)));
  for (const co::JobEvent& event : effects.events)
    records.push_back(co::EventLine{event.job_id, jobs_[NumberOf(event.job_id)].next_line++,
                                    StrCat(event.event.index())});
  if (records.empty()) return true;
  const Result<> committed = store_->Commit(records);
  if (!committed.ok()) {
    world_.witness.Tell(&Invariant::OnCommitRefused, committed.error());
    Crash();  // a failed commit ends the process
    return false;
  }
  TellCommitted(records);
  return true;
}

bool CoordinatorHost::Send(CoordinatorTurn& turn) {
  for (GateReply& reply : turn.replies) {
    if (network_.connection(reply.site) != reply.connection) continue;
    network_.ToSite(reply.site, std::move(reply.message), nullptr);
    if (reply.then_end) network_.Cut(reply.site);
  }
  auto& sends = turn.effects.sends;
  size_t count = sends.size();
  const bool crash = count > 0 && world_.chaos.Strikes(FaultKind::kCoordinatorCrashMidSend);
  if (crash) count = world_.chaos.dice(FaultKind::kCoordinatorCrashMidSend).Below(count);
  for (size_t i = 0; i < count; ++i) {
    const uint32_t site = SiteIndex(sends[i].site);
    const uint64_t connection = gate_->ConnectionOf(site);
    if (connection == 0 || connection != network_.connection(site)) continue;
    world_.witness.Tell(&Invariant::OnCoordinatorSent, sends[i]);
    network_.ToSite(site, std::move(sends[i].message), std::move(sends[i].payload));
  }
  if (crash) Crash();
  return !crash;
}

// As coordinator/app/chunk_server.h, with sockets that are never full.
void CoordinatorHost::Serve(const std::vector<co::Serve>& serves) {
  bulk::RangeSender sender({.chunk = std::max<uint64_t>(1, world_.plan.piece)});
  for (const co::Serve& serve : serves) {
    const uint32_t site = SiteIndex(serve.site);
    const uint64_t connection = gate_->ConnectionOf(site);
    if (connection == 0 || connection != network_.connection(site)) continue;
    if (serve.whole)
      SendBlob(site, {site, {serve.sha256, serve.blob}, serve.range});
    else
      sender.Ask(site, {serve.sha256, serve.blob}, serve.range);
  }
  while (const auto chunk = sender.Next()) {
    sender.Departed(chunk->peer);
    SendBlob(static_cast<uint32_t>(chunk->peer), *chunk);
  }
}

void CoordinatorHost::SendBlob(uint32_t site, const bulk::RangeSender::Chunk& chunk) {
  v1::ToSite message;
  message.mutable_blob()->set_sha256(ToString(chunk.source.sha256));
  message.mutable_blob()->set_found(true);
  message.mutable_blob()->set_offset(chunk.range.offset);
  message.mutable_blob()->set_size(chunk.source.blob->size());
  Bytes bytes(chunk.range.bytes);
  HANSA_CHECK(chunk.source.blob->ReadAt(chunk.range.offset, bytes).ok());
  network_.ToSite(site, std::move(message), std::make_shared<const Bytes>(std::move(bytes)));
}

void CoordinatorHost::Do(co::Work work) {
  co::WorkDone done{work.job_id, work.ticket, Error{}};
  if (auto* unmask = std::get_if<secagg::UnmaskWork>(&work.what)) {
    done.result = secagg::RunUnmask(std::move(*unmask)).value();
  } else if (const auto* add = std::get_if<co::AddWork>(&work.what)) {
    done.result = co::RunAdd(*add).value();
  } else if (const auto* store = std::get_if<co::StoreWork>(&work.what)) {
    done.result = Store(*store->sum);
  } else {
    const auto& publish = std::get<co::PublishWork>(work.what);
    const size_t number = NumberOf(work.job_id);
    world_.witness.TellJob(number, &Invariant::OnPublish, publish);
    if (publish.sum && world_.chaos.Strikes(FaultKind::kPublishFails)) {
      done.result = WorkFailed("no finite model comes of the sum");
    } else if (auto published = jobs_[number].models.Publish(publish); published.ok()) {
      world_.witness.TellJob(number, &Invariant::OnPublished, publish, *published);
      done.result = std::move(*published);
    } else {
      done.result = std::move(published).error();
    }
  }
  world_.Later(world_.timing.Between(milliseconds(1), kLongestWork),
               {Event::Kind::kCoordinatorWork, 0, process_, std::move(done)});
}

// In memory, which outlives the process.
co::Stored CoordinatorHost::Store(co::RunningSum& sum) {
  const Bytes bytes = sum.vector.ToBytes();
  sum.vector = {};
  co::Stored stored;
  stored.sum = {MakeBlob(bytes), crypto::Sha256(bytes)};
  sums_[stored.sum.sha256] = stored.sum.bytes;
  return stored;
}

void CoordinatorHost::Tell(const co::Effects& effects) {
  for (const co::JobEvent& event : effects.events) {
    if (const auto* resumed = std::get_if<co::JobResumed>(&event.event))
      ++resumed_in_[resumed->phase];
    rounds_failed_ += std::holds_alternative<co::RoundFailed>(event.event);
    convicted_ += std::holds_alternative<co::SiteConvicted>(event.event);
    const size_t number = NumberOf(event.job_id);
    world_.witness.TellJob(number, &Invariant::OnEventOf, number, event.event);
    world_.witness.TellJob(number, &Invariant::OnJobEvent, event.event);
  }
}

void CoordinatorHost::Crash() {
  desk_.Crash();
  gate_.reset();
  machine_.reset();
  ++process_;  // its work and wakes are void
  wake_.reset();
  network_.Listen(false);
  for (uint32_t site = 0; site < world_.plan.sites; ++site) network_.Cut(site);
  world_.witness.Tell(&Invariant::OnCoordinatorStopped);
  world_.Later(world_.timing.Between(milliseconds(100), kLongestAbsence),
               {Event::Kind::kCoordinatorStart, 0, process_, {}});
}

}  // namespace hansa::simulation
