#include "experiments/simulation/site_host.h"

#include <algorithm>

#include "client/core/greeting.h"
#include "client/core/loaded_model.h"
#include "common/base/check.h"
#include "common/model/error_histogram.h"
#include "experiments/simulation/counted_rows.h"

namespace hansa::simulation {
namespace {

constexpr Duration kLongestConnect = seconds(2);
constexpr Duration kLongestAbsence = seconds(20);
constexpr uint64_t kHourMs = 3'600'000;

client::SiteOptions OptionsOf(World& world, uint32_t index, RandomSource& random) {
  const bench::CertifiedSite& keys = world.keys->sites[index];
  client::SiteOptions options;
  options.site_id = keys.id;
  options.credential = keys.credential;
  options.identity = &keys.identity;
  options.authority = world.keys->authority.public_key();
  options.coordinator_curve_key = kCurveKey;
  options.policy.jobs = {"*"};
  options.policy.columns = {"*"};
  options.policy.secure_required = world.plan.secure;
  if (world.plan.profile != "complete")
    options.policy.lowest_profile = secagg::Profile::kSemiHonest;
  options.policy.smallest_cohort = std::min<uint32_t>(world.plan.quorum, 3);
  if (world.plan.script && world.RunsScript(index))
    options.policy.scripts = {Hex(world.spec->network.script.sha256)};
  options.policy.rounds_per_day = 1'000'000;
  options.policy.values_per_bin = 1;  // the site with the fewest has one for each of two bins
  options.software = "simulated";
  options.random = &random;
  options.readers = world.reading_room.Readers();
  options.inline_bytes = world.inline_bytes();
  return options;
}

}  // namespace

Now SiteHost::LocalNow() const {
  const Now now = world_.CoordinatorNow();
  return {now.instant + boot_, now.unix_ms + clock_error_ms_};
}

void SiteHost::Start() {
  if (gone_) return;
  ++process_;
  network_.SetProcess(index_, process_);
  wake_.reset();
  boot_ = {};
  clock_error_ms_ = 0;
  if (world_.chaos.Strikes(FaultKind::kWrongClock)) {
    Dice& dice = world_.chaos.dice(FaultKind::kWrongClock);
    boot_ = dice.Between(Duration{}, std::chrono::hours(10000));
    clock_error_ms_ = static_cast<int64_t>(dice.Below(48 * kHourMs)) - int64_t{24 * kHourMs};
  }
  world_.witness.Tell(&Invariant::OnSiteStarted, index_, journal_, rolled_back_);
  client::SiteOptions options = OptionsOf(world_, index_, world_.random);
  options.directory = {.required = true, .newest = journal_.directory};
  machine_ = std::make_unique<client::SiteMachine>(std::move(options));
  world_.Later(world_.timing.Between(milliseconds(1), kLongestConnect),
               {Event::Kind::kConnect, index_, process_, {}});
}

void SiteHost::Take(Event& event, Instant at) {
  switch (event.kind) {
    case Event::Kind::kToSite: {
      auto& cargo = std::get<ToSite>(event.cargo);
      Bytes payload = cargo.payload ? *cargo.payload : Bytes();
      std::optional<client::Input> fetched;
      if (cargo.message.has_blob())
        fetched = download_.Take(cargo.message.blob(), payload, LocalNow().instant);
      Step(client::FromCoordinator{std::move(cargo.message), std::move(payload)});
      if (fetched) Step(*std::move(fetched));
      return AskForModel();
    }
    case Event::Kind::kSiteInput:
      if (event.epoch == process_) Step(std::move(std::get<client::Input>(event.cargo)));
      return;
    case Event::Kind::kSiteWake:
      if (event.epoch == process_) Wake(at);
      return;
    case Event::Kind::kConnect:
      if (event.epoch == process_ && machine_) Connect();
      return;
    case Event::Kind::kLinkDown:
      if (event.epoch != process_ || !machine_) return;
      download_.LinkLost();
      Step(client::LinkDown{});
      world_.Later(world_.timing.Between(milliseconds(1), kLongestConnect),
                   {Event::Kind::kConnect, index_, process_, {}});
      return;
    default:
      return Start();
  }
}

void SiteHost::Connect() {
  if (network_.IsUp(index_)) return;
  if (network_.Connect(index_)) return Step(client::LinkUp{});
  world_.Later(world_.timing.Between(milliseconds(100), kLongestConnect),
               {Event::Kind::kConnect, index_, process_, {}});
}

void SiteHost::Step(client::Input input) {
  if (!machine_) return;
  if (world_.chaos.Strikes(FaultKind::kClockJump))
    clock_error_ms_ +=
        static_cast<int64_t>(world_.chaos.dice(FaultKind::kClockJump).Below(2 * kHourMs)) -
        int64_t{kHourMs};
  Execute(machine_->Step(std::move(input), LocalNow()));
  if (machine_) PlanWake();
}

// A wake of its own for every earlier deadline; those that come to nothing are ignored.
std::optional<Instant> SiteHost::NextWake() const {
  const auto machine = machine_->NextWake(), download = download_.NextWake();
  return machine && download ? std::min(*machine, *download) : machine ? machine : download;
}

void SiteHost::AskForModel() {
  if (!machine_) return;
  for (v1::ToCoordinator& message : download_.Ask(LocalNow().instant))
    network_.ToCoordinator(index_, client::Send{std::move(message), {}});
  PlanWake();
}

void SiteHost::PlanWake() {
  const auto next = NextWake();
  if (!next) return;
  const Instant at = std::max(*next - boot_, world_.now);
  if (wake_ && *wake_ <= at) return;
  wake_ = at;
  world_.queue.Push(at, {Event::Kind::kSiteWake, index_, process_, {}});
}

void SiteHost::Wake(Instant at) {
  if (!machine_ || !wake_ || *wake_ != at) return;
  wake_.reset();
  const auto next = NextWake();
  if (!next || *next > LocalNow().instant) return next ? PlanWake() : void();
  Execute(machine_->Step(client::Woken{}, LocalNow()));
  AskForModel();
  if (!machine_) return;
  const auto after = NextWake();
  if (after && *after <= LocalNow().instant) {
    world_.witness.Tell(&Invariant::OnSpin, std::string_view("a site"));
    return;
  }
  PlanWake();
}

void SiteHost::Execute(client::Effects effects) {
  const bool matters = !effects.send.empty() || !effects.persist.empty();
  if (matters && world_.chaos.Strikes(FaultKind::kCrashBeforePersist)) return Crash();
  for (const client::Persist& persist : effects.persist) {
    if (const auto* entered = std::get_if<client::EnterSession>(&persist)) {
      session_ = entered->number;
      world_.witness.Tell(&Invariant::OnSessionEntered, index_, session_, rolled_back_);
    }
    const bool marker = std::holds_alternative<client::MarkAnswered>(persist);
    if (!(marker && Planted(PlantedBug::kMarkerLost))) journal_.Apply(persist);
  }
  if (matters && world_.chaos.Strikes(FaultKind::kCrashBeforeSend)) return Crash();
  size_t count = effects.send.size();
  const bool mid = count > 0 && world_.chaos.Strikes(FaultKind::kCrashMidSend);
  if (mid) count = world_.chaos.dice(FaultKind::kCrashMidSend).Below(count);
  if (count > 0) Note(effects.persist);
  for (size_t i = 0; i < count; ++i) {
    client::Send& send = effects.send[i];
    if (send.message.has_plain_input())
      world_.witness.Tell(&Invariant::OnInputGiven, index_, session_, PlainIn(send));
    world_.witness.Tell(&Invariant::OnSiteSent, index_, send.message);
    network_.ToCoordinator(index_, std::move(send));
  }
  if (mid || (matters && world_.chaos.Strikes(FaultKind::kCrashAfterSend))) return Crash();
  for (const client::UploadOrder& order : effects.uploads)
    if (const auto* range = std::get_if<client::SendRange>(&order)) Upload(*range);
  for (client::Work& work : effects.work) Do(std::move(work));
  if (effects.link) Obey(*effects.link);
}

// The vector of an answer that is not masked, in the message or to be fetched.
secagg::RingVector SiteHost::PlainIn(const client::Send& send) const {
  const v1::PlainInput& input = send.message.plain_input();
  if (input.size() == 0) return secagg::RingVector::FromBytes(world_.spec->ring_bits, send.payload);
  for (const auto& [digest, vector] : encoded_)
    if (input.sha256() == AsView(digest))
      return secagg::RingVector::FromBytes(world_.spec->ring_bits,
                                           ReadWhole(*vector, vector->size()).value());
  return {};  // the sums of an evaluation
}

void SiteHost::Upload(const client::SendRange& range) {
  for (uint64_t done = 0; done < range.bytes; done += world_.plan.piece) {
    client::Send send;
    send.payload.resize(std::min<uint64_t>(world_.plan.piece, range.bytes - done));
    HANSA_CHECK(range.vector.bytes->ReadAt(range.offset + done, send.payload).ok());
    send.message.mutable_upload_chunk()->set_sha256(ToString(range.vector.sha256));
    send.message.mutable_upload_chunk()->set_offset(range.offset + done);
    network_.ToCoordinator(index_, std::move(send));
  }
}

void SiteHost::Note(const std::vector<client::Persist>& persist) {
  for (const client::Persist& kept : persist)
    if (const auto* marked = std::get_if<client::MarkAnswered>(&kept)) {
      training_answers_ += std::any_of(
          world_.train_tasks.begin(), world_.train_tasks.end(),
          [&](const auto& task) { return marked->marker.task_digest() == AsView(task); });
      world_.witness.Tell(&Invariant::OnAnswerLeft, index_, KeyOf(marked->marker), rolled_back_);
    }
}

void SiteHost::Obey(client::LinkOrder order) {
  world_.witness.Tell(&Invariant::OnLinkOrder, index_, order);
  if (order == client::LinkOrder::kReconnect) network_.Cut(index_);
}

void SiteHost::Crash() {
  machine_.reset();
  download_.Stop();
  ++process_;  // what the old one waited for is void
  network_.SetProcess(index_, process_);
  network_.Cut(index_);
  if (world_.chaos.Strikes(FaultKind::kPowerCut)) journal_.kept = nullptr;
  if (world_.chaos.Strikes(FaultKind::kOldState)) {
    journal_ = older_;
    rolled_back_ = true;
  } else {
    older_ = journal_;
  }
  if (world_.may_still_leave > 0 && world_.chaos.Strikes(FaultKind::kLeave)) {
    --world_.may_still_leave;
    gone_ = true;
    return;
  }
  world_.Later(world_.timing.Between(milliseconds(10), kLongestAbsence),
               {Event::Kind::kSiteStart, index_, process_, {}});
}

void SiteHost::Answer(Duration after, client::Input input) {
  world_.Later(after, {Event::Kind::kSiteInput, index_, process_, std::move(input)});
}

void SiteHost::Do(client::Work work) {
  if (const auto* ask = std::get_if<client::AskColumns>(&work))
    return Answer(milliseconds(5), client::ColumnsChecked{ask->work, {"speed", "power"}, {}});
  if (const auto* fetch = std::get_if<client::FetchModel>(&work)) {
    download_.Begin({fetch->work, fetch->sha256, fetch->bytes, SiteDownload::Wanted::Kind::kModel});
    return AskForModel();
  }
  if (const auto* fetch = std::get_if<client::FetchScript>(&work)) {
    download_.Begin(
        {fetch->work, fetch->sha256, fetch->bytes, SiteDownload::Wanted::Kind::kScript});
    return AskForModel();
  }
  if (const auto* fetch = std::get_if<client::FetchMessage>(&work)) {
    download_.Begin({fetch->work, fetch->sha256, fetch->bytes, SiteDownload::Wanted::Kind::kMessage,
                     fetch->session});
    return AskForModel();
  }
  if (std::holds_alternative<client::StopFetching>(work)) return download_.Stop();
  if (const auto* data = std::get_if<client::AskData>(&work))
    return Answer(milliseconds(5), client::DataBuilt{data->work, {1}, 10, 10, {"speed", "power"}});
  if (const auto* facts = std::get_if<client::AskFacts>(&work)) return Do(*facts);
  if (const auto* train = std::get_if<client::TrainModel>(&work)) return Do(*train);
  if (const auto* evaluate = std::get_if<client::EvaluateModel>(&work)) return Do(*evaluate);
  if (const auto* encode = std::get_if<client::EncodeTrained>(&work)) return Do(*encode);
  if (const auto* count = std::get_if<client::CountRows>(&work)) return Do(*count);
  if (auto* mask = std::get_if<client::MaskInput>(&work)) {
    const Bytes plain = ReadWhole(*mask->mask.input, mask->mask.input->size()).value();
    world_.witness.Tell(&Invariant::OnInputGiven, index_, session_,
                        secagg::RingVector::FromBytes(mask->mask.ring_bits, plain));
    Answer(milliseconds(1),
           client::InputMasked{mask->work, secagg::RunMask(std::move(mask->mask)).value()});
  }
}

void SiteHost::Do(const client::AskFacts& work) {
  client::FactsRead facts;
  facts.work = work.work;
  facts.answered = journal_.answered.contains(
      {ToString(work.task_digest), ToString(work.base_model_sha256), ToString(work.data_digest)});
  facts.highest_session = journal_.highest_session;
  if (work.train) facts.kept = journal_.kept;
  if (facts.kept)
    encoded_[crypto::Sha256(ReadWhole(*facts.kept->vector, facts.kept->vector->size()).value())] =
        facts.kept->vector;
  Answer(milliseconds(1), facts);
}

void SiteHost::Do(const client::TrainModel& work) {
  world_.witness.Tell(&Invariant::OnNetworkRun, index_, work.script);
  if (world_.chaos.Strikes(FaultKind::kTrainHangs)) return;
  const Duration takes = world_.training.Between(milliseconds(10), world_.plan.longest_training);
  if (world_.chaos.Strikes(FaultKind::kTrainFails))
    return Answer(takes, client::WorkRefused{work.work, "trainer_died", "it was killed"});
  std::vector<float> weights = client::ValuesOf(*work.base).value();
  for (float& weight : weights)
    weight += static_cast<float>(world_.training.Below(2001)) / 1000.0F - 1.0F;
  const client::Weights trained = client::WeightsOf(weights);
  world_.witness.Tell(&Invariant::OnTrained, index_, work.base, trained);
  Answer(takes, client::ModelTrained{work.work, trained, 1 + world_.training.Below(500), 1.0});
}

// Kept in memory, which outlives the process.
void SiteHost::Do(const client::EncodeTrained& work) {
  Bytes vector;
  const auto encoded = client::EncodeUpdate(work.update, [&vector](ByteSpan bytes) {
    Append(vector, bytes);
    return Success();
  });
  if (!encoded.ok())
    return Answer(milliseconds(1),
                  client::WorkRefused{work.work, "training_invalid", encoded.error().Text()});
  auto kept = std::make_shared<client::KeptAnswer>();
  kept->facts = work.facts;
  kept->facts.set_vector_sha256(ToString(encoded->sha256));
  kept->vector = MakeBlob(std::move(vector));
  journal_.kept = kept;
  encoded_.clear();
  encoded_[encoded->sha256] = kept->vector;
  Answer(milliseconds(1), client::UpdateEncoded{.work = work.work,
                                                .vector = {kept->vector, encoded->sha256},
                                                .norm = encoded->norm,
                                                .clipped = encoded->clipped});
}

void SiteHost::Do(const client::EvaluateModel& work) {
  world_.witness.Tell(&Invariant::OnNetworkRun, index_, work.script);
  // Every site errs by 2, so that the fleet's figure is known whoever takes part.
  const uint64_t rows = 1 + world_.training.Below(100);
  const double squared = 4.0 * static_cast<double>(rows * work.job->network.outputs);
  client::EvaluationSums sums{.rows = rows, .squared_error = squared, .loss = squared};
  if (work.job->metrics.needs_errors()) {
    sums.errors.resize(kErrorBins);
    sums.errors[ErrorBin(2)] = rows;
  }
  Answer(world_.training.Between(milliseconds(10), world_.plan.longest_training),
         client::ModelEvaluated{work.work, std::move(sums)});
}

void SiteHost::Do(const client::CountRows& work) {
  const uint64_t rows = CountedRows(index_);
  const auto count = static_cast<double>(rows);
  const double value = CountedValue(index_);
  client::RowsCounted counted{.work = work.work, .digest = {1}, .rows = rows, .columns = {"speed"}};
  counted.statistics = {.counts = {count, 0, count, 0, 0, 0, 0},
                        .sums = {count * value},
                        .squares = {count * value * value},
                        .histogram = {},
                        .within = {rows}};
  if (work.job->statistics.bins == 2)
    counted.statistics.histogram = {value < 0 ? count : 0, value < 0 ? 0 : count};
  Answer(world_.training.Between(milliseconds(10), world_.plan.longest_training), counted);
}

}  // namespace hansa::simulation
