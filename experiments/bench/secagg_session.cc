#include "experiments/bench/secagg_session.h"

#include <chrono>

#include "common/base/check.h"
#include "common/base/text.h"
#include "experiments/bench/cpu_clock.h"

namespace hansa::bench {
namespace {

constexpr Instant kNow{};  // nobody is slow: no deadline ever passes

uint32_t NumberOf(const std::string& site_id) {
  return static_cast<uint32_t>(std::stoul(site_id, nullptr, 16)) - 1;
}

}  // namespace

MeasuredSession::MeasuredSession(BenchFleet& fleet, const secagg::SessionSetup& setup,
                                 uint32_t dropped)
    : fleet_(fleet), setup_(setup), clients_(fleet.sites.size()) {
  // Spread over the roster: a dropped site's masks are of both signs.
  for (uint32_t i = 0; i < dropped; ++i) clients_[i * clients_.size() / dropped].leaves = true;
  // A fixed sequence within +-2^16.
  secagg::RingVector values(setup_.ring_bits, setup_.elements() + clients_.size());
  plain_values_.reserve(values.size());
  for (uint64_t i = 0; i < values.size(); ++i) {
    plain_values_.push_back(static_cast<int32_t>((i + 1) * 0x9e3779b97f4a7c15 >> 47) - (1 << 16));
    values.Set(i, plain_values_.back());
  }
  values_ = MakeBlob(values.ToBytes());
}

BlobHandle MeasuredSession::InputOf(uint32_t site) const {
  return SliceOf(values_, uint64_t{site} * (setup_.ring_bits / 8), setup_.vector_bytes());
}

client::SiteSide MeasuredSession::SideOf(uint32_t site) {
  return {.purpose = setup_.purpose,
          .job_digest = setup_.job_digest,
          .round = setup_.round,
          .base_version = setup_.base_version,
          .model_sha256 = setup_.model_sha256,
          .segments = setup_.segments,
          .ring_bits = setup_.ring_bits,
          .smallest_cohort = setup_.smallest_cohort,
          .colluders = setup_.colluders,
          .largest_weight = setup_.max_weight,
          .lowest_profile = setup_.profile,
          .site_id = fleet_.sites[site].id,
          .identity = &fleet_.sites[site].identity,
          .credential = fleet_.sites[site].credential,
          .credentials = &fleet_.credentials,
          .coordinator_key = fleet_.coordinator.public_key(),
          .highest_session = setup_.session_number - 1,
          .random = &fleet_.random,
          .inline_bytes = limits::kBulkBytes};
}

Result<SessionCost> MeasuredSession::Run(const std::function<void(const std::string&)>& step) {
  step_ = step;
  coordinator::ServerOptions options{
      .setup = setup_, .candidates = {}, .windows = {}, .inline_bytes = limits::kBulkBytes};
  for (const CertifiedSite& site : fleet_.sites) options.candidates.push_back(site.AsCandidate());
  server_ = HANSA_TRY(Charge(server_seconds_, [&] {
    return coordinator::ServerSession::Create(std::move(options), fleet_.coordinator,
                                              fleet_.random);
  }));
  Take(Charge(server_seconds_, [&] { return server_->Start(kNow); }));
  uint64_t delivered = 0;
  auto shown = std::chrono::steady_clock::now();
  while (!down_.empty() || !up_.empty()) {
    DeliverNext();
    ++delivered;
    const auto now = std::chrono::steady_clock::now();
    if (now - shown < std::chrono::seconds(1)) continue;
    shown = now;
    step_(StrCat(window_, ", ", delivered, " messages"));
  }
  HANSA_CHECK(outcome_.has_value());
  if (const auto* failed = std::get_if<coordinator::SecAggFailed>(&*outcome_))
    return WorkFailed("the session failed", failed->reason);
  return Cost(std::get<coordinator::SecAggSucceeded>(*outcome_));
}

// What sites say comes first: their vectors do not pile up.
void MeasuredSession::DeliverNext() {
  if (up_.empty()) {
    const coordinator::SecAggSend send = std::move(down_.front());
    down_.pop_front();
    return Deliver(NumberOf(send.site_id), *send.message);
  }
  InFlight next = std::move(up_.front());
  up_.pop_front();
  const std::string& id = fleet_.sites[next.site].id;
  Take(Charge(server_seconds_,
              [&] { return server_->Handle(id, next.message, std::move(next.payload), kNow); }));
}

void MeasuredSession::Deliver(uint32_t site, const v1::SecAggToSite& message) {
  Client& client = clients_[site];
  client.bytes_down += message.ByteSizeLong();
  if (message.has_params()) {
    const BlobHandle input = InputOf(site);
    auto [session, output] = Charge(client.seconds, [&] {
      return client::ClientSession::Open(message.params(), SideOf(site), input);
    });
    client.session = std::move(session);
    return Take(site, std::move(output));
  }
  Take(site, Charge(client.seconds, [&] { return client.session->Handle(message); }));
}

void MeasuredSession::Take(uint32_t site, client::ClientOutput output) {
  Client& client = clients_[site];
  HANSA_CHECK(!output.abort_reason);
  if (output.work) {
    if (client.leaves) {
      client.session.reset();
      const std::string& id = fleet_.sites[site].id;
      return Take(Charge(server_seconds_, [&] { return server_->SiteLeft(id, kNow); }));
    }
    return Take(site, Charge(client.seconds, [&] {
                  return client.session->MaskDone(RunMask(std::move(*output.work)).value());
                }));
  }
  if (!output.reply) return;
  client.bytes_up += output.reply->ByteSizeLong() + output.payload.size();
  up_.push_back({site, std::move(*output.reply), std::move(output.payload)});
}

void MeasuredSession::Take(coordinator::ServerOutput output) {
  if (output.opened) step_(window_ = coordinator::Name(*output.opened));
  for (coordinator::SecAggSend& send : output.sends)
    if (!clients_[NumberOf(send.site_id)].leaves || send.message->has_params() ||
        send.message->has_roster() || send.message->has_delivery())
      down_.push_back(std::move(send));
  HANSA_CHECK(output.faults.empty());
  if (output.outcome) outcome_ = std::move(output.outcome);
  if (!output.work) return;
  Take(Charge(server_seconds_, [&] {
    return server_->UnmaskDone(secagg::RunUnmask(std::move(*output.work)).value(), kNow);
  }));
}

bool MeasuredSession::IsExact(const coordinator::SecAggSucceeded& succeeded) const {
  const secagg::RingVector sum = secagg::RingVector::FromBytes(
      setup_.ring_bits, ReadWhole(*succeeded.sum.bytes, setup_.vector_bytes()).value());
  for (uint64_t i = 0; i < setup_.elements(); ++i) {
    int64_t plain = 0;
    for (uint32_t site = 0; site < clients_.size(); ++site)
      if (!clients_[site].leaves) plain += plain_values_[i + site];
    if (sum.Signed(i) != plain) return false;
  }
  return true;
}

SessionCost MeasuredSession::Cost(const coordinator::SecAggSucceeded& succeeded) const {
  SessionCost cost{.server_seconds = server_seconds_, .sum_exact = IsExact(succeeded)};
  uint32_t stayed = 0;
  for (const Client& client : clients_) {
    if (client.leaves) continue;
    ++stayed;
    cost.client_seconds += client.seconds;
    cost.client_bytes_up += client.bytes_up;
    cost.client_bytes_down += client.bytes_down;
  }
  HANSA_CHECK(stayed == succeeded.included.size());
  cost.client_seconds /= stayed;
  cost.client_bytes_up /= stayed;
  cost.client_bytes_down /= stayed;
  return cost;
}

}  // namespace hansa::bench
