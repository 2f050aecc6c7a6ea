#include "tests/support/secagg_loopback.h"

#include "common/base/check.h"
#include "common/base/text.h"

namespace hansa::secagg_test {
namespace {

constexpr int kMaxTicks = 20;

// Values pass as they are.
secagg::Segment Plain(std::string name, uint64_t length) {
  return {.name = std::move(name), .length = length, .low = -1000, .high = 1000, .weighted = true};
}

crypto::Digest DigestOf(std::string_view text) { return crypto::Sha256(AsSpan(text)); }

}  // namespace

Loopback::Loopback(LoopbackOptions given)
    : options(given),
      shared_fleet(SharedFleet(given.sites, given.seed)),
      fleet(*shared_fleet),
      values(given.sites),
      server_random_(given.seed, StrCat("server ", given.session_number)) {
  crypto::SeededRandom random(given.seed, "values");
  for (uint32_t site = 0; site < given.sites; ++site) {
    for (uint32_t i = 0; i < given.elements; ++i)
      values[site].push_back(static_cast<int64_t>(random.NextU64() % 2001) - 1000);
    randoms_.push_back(std::make_unique<crypto::SeededRandom>(
        given.seed, StrCat("site ", site, " in ", given.session_number)));
  }
}

secagg::SessionSetup Loopback::Setup() const {
  return {.session_number = options.session_number,
          .job_digest = DigestOf("job"),
          .purpose = secagg::Purpose::kTrain,
          .round = 3,
          .base_version = 2,
          .model_sha256 = DigestOf("model"),
          .ring_bits = options.ring_bits,
          .segments = {Plain("update", options.elements - 1), Plain("weight", 1)},
          .max_weight = 100,
          .smallest_cohort = options.smallest_cohort,
          .largest_cohort = options.sites,
          .profile = options.profile,
          .colluders = options.colluders,
          .dropout_permille = options.dropout_permille};
}

client::SiteSide Loopback::SideOf(uint32_t site) {
  const secagg::SessionSetup setup = Setup();
  client::SiteSide side{.purpose = setup.purpose,
                        .job_digest = setup.job_digest,
                        .round = setup.round,
                        .base_version = setup.base_version,
                        .model_sha256 = setup.model_sha256,
                        .segments = setup.segments,
                        .ring_bits = setup.ring_bits,
                        .smallest_cohort = options.smallest_cohort,
                        .colluders = options.colluders,
                        .largest_weight = setup.max_weight,
                        .lowest_profile = options.profile,
                        .site_id = fleet.sites[site].id,
                        .identity = &fleet.sites[site].identity,
                        .credential = fleet.sites[site].credential,
                        .credentials = fleet.caches[site].get(),
                        .coordinator_key = fleet.coordinator.public_key(),
                        .highest_session = setup.session_number - 1,
                        .directory = {.required = true, .newest = {}},
                        .random = randoms_[site].get(),
                        .inline_bytes = options.inline_bytes};
  if (adjust_side) adjust_side(side, site);
  return side;
}

secagg::RingVector Loopback::InputOf(uint32_t site) const {
  return secagg::RingVector::FromBytes(options.ring_bits, PlainBytes(site));
}

Bytes Loopback::PlainBytes(uint32_t site) const {
  Bytes bytes;
  for (const int64_t value : values[site])
    for (uint32_t i = 0; i < options.ring_bits / 8; ++i)
      bytes.push_back(static_cast<uint8_t>(static_cast<uint64_t>(value) >> (8 * i)));
  return bytes;
}

std::vector<uint64_t> Loopback::PlainSum(const std::vector<uint32_t>& over) const {
  std::vector<uint64_t> sum(options.elements);
  for (const uint32_t site : over)
    for (uint32_t i = 0; i < options.elements; ++i)
      sum[i] += static_cast<uint64_t>(values[site][i]);
  if (options.ring_bits == 32)
    for (uint64_t& element : sum) element &= 0xffffffff;
  return sum;
}

std::vector<uint64_t> Loopback::SessionSum() const {
  const Bytes bytes = ReadWhole(*success().sum.bytes, success().sum.bytes->size()).value();
  const size_t width = options.ring_bits / 8;
  std::vector<uint64_t> sum(bytes.size() / width);
  for (size_t i = 0; i < bytes.size(); ++i)
    sum[i / width] |= static_cast<uint64_t>(bytes[i]) << (8 * (i % width));
  return sum;
}

std::vector<coordinator::Candidate> Loopback::Candidates() const {
  std::vector<coordinator::Candidate> candidates;
  for (const Site& site : fleet.sites) candidates.push_back(site.AsCandidate());
  return candidates;
}

void Loopback::RestartCoordinator() {
  network_.clear();
  auto restored =
      coordinator::ServerSession::Restore(steps, Candidates(), {}, now + std::chrono::seconds(40),
                                          options.inline_bytes, stored, &fleet.directory);
  HANSA_CHECK(restored.ok());
  server = std::move(restored).value();
  if (options.transcript) server->KeepTranscript(options.archive);
  Take(server->Start(now));
  for (uint32_t site = 0; site < options.sites; ++site)
    if (!gone_[site]) Take(server->SiteBack(fleet.sites[site].id, now));
}

void Loopback::Reconnect(uint32_t site) {
  std::erase_if(network_, [site](const InFlight& message) { return message.site == site; });
  const std::string& id = fleet.sites[site].id;
  Take(server->SiteAway(id, now + std::chrono::seconds(5), now));
  Take(server->SiteBack(id, now));
}

void Loopback::Open() {
  coordinator::ServerOptions server_options{.setup = Setup(),
                                            .candidates = Candidates(),
                                            .inline_bytes = options.inline_bytes,
                                            .directory = &fleet.directory};
  if (adjust_server) adjust_server(server_options);
  auto created = coordinator::ServerSession::Create(std::move(server_options), fleet.coordinator,
                                                    server_random_);
  HANSA_CHECK(created.ok());
  server = std::move(created).value();
  if (options.transcript) server->KeepTranscript(options.archive);
  if (options.prepared) server->Prepare(std::chrono::seconds(10));
  Take(server->Start(now));
}

std::vector<std::string> Loopback::IdsOf(const std::vector<uint32_t>& sites) const {
  std::vector<std::string> ids;
  for (const uint32_t site : sites) ids.push_back(fleet.sites[site].id);
  return ids;
}

void Loopback::BecomeReady(uint32_t site) {
  if (at_work.erase(site) == 0 || !clients.contains(site)) return;
  clients[site]->UseInput(MakeBlob(PlainBytes(site)));
}

bool Loopback::CanBind(const std::vector<uint32_t>& ready) const {
  return server->CanBind(IdsOf(ready));
}

void Loopback::Bind(const std::vector<uint32_t>& ready) {
  for (const uint32_t site : ready) BecomeReady(site);
  Take(server->Bind(IdsOf(ready), now));
}

void Loopback::Run() {
  Open();
  for (int ticks = 0; ticks < kMaxTicks;) {
    if (DeliverOne()) continue;
    if (outcome) return;
    const auto wake = server->NextWake();
    HANSA_CHECK(wake.has_value());
    now = std::max(now, *wake);
    Take(server->Tick(now));
    ++ticks;
  }
}

bool Loopback::DeliverOne() {
  if (network_.empty()) return false;
  InFlight message = std::move(network_.front());
  network_.pop_front();
  if (message.to_site) {
    ToSite(message.site, message.down);
  } else {
    ToCoordinator(message.site, message.up, std::move(message.payload));
  }
  return true;
}

void Loopback::ToCoordinator(uint32_t site, const v1::SecAggToCoordinator& message, Bytes payload) {
  Take(server->Handle(fleet.sites[site].id, message, std::move(payload), now));
}

void Loopback::ToSite(uint32_t site, const v1::SecAggToSite& message) {
  if (gone_[site]) return;
  if (message.has_params() && !clients.contains(site)) {
    auto [session, output] =
        client::ClientSession::Open(message.params(), SideOf(site),
                                    at_work.contains(site) ? nullptr : MakeBlob(PlainBytes(site)));
    clients[site] = std::move(session);
    return Take(site, std::move(output));
  }
  if (clients.contains(site)) Take(site, clients[site]->Handle(message));
}

void Loopback::Take(coordinator::ServerOutput output) {
  steps.insert(steps.end(), output.steps.begin(), output.steps.end());
  for (coordinator::SecAggSend& send : output.sends) {
    const uint32_t site = IndexOfId(send.site_id);
    v1::SecAggToSite message = *send.message;
    if (to_site) to_site(site, message);
    network_.push_back({true, site, std::move(message), {}, {}});
  }
  faults.insert(faults.end(), output.faults.begin(), output.faults.end());
  dropped.insert(dropped.end(), output.dropped.begin(), output.dropped.end());
  convicted.insert(convicted.end(), output.convicted.begin(), output.convicted.end());
  discarded.insert(discarded.end(), output.discarded.begin(), output.discarded.end());
  if (output.outcome) outcome = std::move(output.outcome);
  TakeBulk(output);
  if (output.record) {
    record = std::move(output.record);
    Take(server->RecordDone({options.session_number, {}, 1}, now));
  }
  if (!output.work) return;
  if (on_unmask_work) on_unmask_work(*output.work);
  Take(server->UnmaskDone(secagg::RunUnmask(std::move(*output.work)).value(), now));
}

void Loopback::TakeBulk(coordinator::ServerOutput& output) {
  for (const coordinator::SecAggUpload& upload : output.uploads) Fetch(upload);
  for (const coordinator::KeepWork& keep : output.keeps) {
    kept[keep.site_id] = keep.vector;
    Take(server->AddDone(now));
  }
  for (const coordinator::AddWork& add : output.adds) {
    HANSA_CHECK(RunAdd(add).ok());
    Take(server->AddDone(now));
  }
  if (!output.store) return;
  const Bytes bytes = output.store->sum->vector.ToBytes();
  secagg::WrittenVector sum{MakeBlob(bytes), crypto::Sha256(bytes)};
  stored[sum.sha256] = sum.bytes;
  Take(server->StoreDone(std::move(sum), now));
}

// As the shell does: the digest is compared before the session hears of the bytes.
void Loopback::Fetch(const coordinator::SecAggUpload& upload) {
  const uint32_t site = IndexOfId(upload.site_id);
  Bytes vector = masked[site];
  if (gone_[site] || (on_fetch && !on_fetch(site, vector))) return;
  if (crypto::Sha256(vector) == upload.sha256)
    Take(server->Arrived(upload.site_id, MakeBlob(std::move(vector)), now));
  else
    Take(server->UploadFailed(upload.site_id, "payload_mismatch", now));
}

void Loopback::Take(uint32_t site, client::ClientOutput output) {
  if (output.abort_reason) aborts[site] = *output.abort_reason;
  if (output.directory) noted[site] = *output.directory;
  if (output.reached && drops_.contains(site) && drops_[site] == *output.reached)
    return Vanish(site);
  if (output.work)
    return Take(site, clients[site]->MaskDone(RunMask(std::move(*output.work)).value()));
  if (output.reply) {
    if (output.reply->has_masked_input())
      masked[site] = output.upload
                         ? ReadWhole(*output.upload->bytes, output.upload->bytes->size()).value()
                         : output.payload;
    if (output.reply->has_unmask()) unmasks[site] = output.reply->unmask();
    sent.emplace_back(site, *output.reply);
    if (to_coordinator) to_coordinator(site, *output.reply, output.payload);
    network_.push_back({false, site, {}, std::move(*output.reply), std::move(output.payload)});
  }
  if (output.ended) ends.emplace(site, std::move(output));
}

void Loopback::Vanish(uint32_t site) {
  gone_[site] = true;
  if (announce_leaving) Take(server->SiteLeft(fleet.sites[site].id, now));
}

bool Loopback::succeeded() const {
  return outcome && std::holds_alternative<coordinator::SecAggSucceeded>(*outcome);
}

std::string Loopback::failure() const {
  if (!outcome || succeeded()) return "";
  return std::get<coordinator::SecAggFailed>(*outcome).reason;
}

const coordinator::SecAggSucceeded& Loopback::success() const {
  HANSA_CHECK(succeeded());
  return std::get<coordinator::SecAggSucceeded>(*outcome);
}

bool Loopback::HasFault(uint32_t site, std::string_view name) const {
  for (const auto& fault : faults)
    if (fault.site_id == fleet.sites[site].id && fault.name == name) return true;
  return false;
}

std::vector<uint32_t> Loopback::Included() const {
  std::vector<uint32_t> indices;
  for (const std::string& id : success().included) indices.push_back(IndexOfId(id));
  return indices;
}

uint32_t Loopback::IndexOfId(const std::string& id) const {
  for (uint32_t i = 0; i < fleet.sites.size(); ++i)
    if (fleet.sites[i].id == id) return i;
  HANSA_CHECK(false);
}

}  // namespace hansa::secagg_test
