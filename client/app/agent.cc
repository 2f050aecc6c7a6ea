#include "client/app/agent.h"

#include <poll.h>

#include <algorithm>
#include <cstdlib>

#include "client/app/local_clock.h"
#include "client/app/statistics_of.h"
#include "client/app/vector_work.h"
#include "common/base/limits.h"
#include "common/base/log.h"
#include "common/base/stop_point.h"
#include "common/base/text.h"
#include "common/wire/parse.h"

namespace hansa::client {
namespace {

using transport::ClientInput;
using transport::LinkEvent;

// At least this often the loop looks at the pause flag.
constexpr Duration kLongestWait = seconds(2);
constexpr Duration kPauseLook = milliseconds(200);   // a look is a system call
constexpr std::chrono::hours kLongestKept{24 * 30};  // of an update whose job did not come back
constexpr Duration kReportDelay = seconds(1);        // rounds may take milliseconds
// A megabyte under some hundred keys takes milliseconds: not worth another thread.
constexpr uint64_t kSmall = limits::kInlineVectorBytes;
constexpr uint64_t kSmallFile = kSmall + 4096;

// Test builds only: HANSA_TASK_SEED=<number>.
std::optional<uint64_t> TaskSeed() {
#ifdef HANSA_STOP_POINTS
  if (const char* seed = std::getenv("HANSA_TASK_SEED")) return std::strtoull(seed, nullptr, 10);
#endif
  return std::nullopt;
}

SiteOptions MachineOptions(const Agent::Options& options, const SiteFolder& folder,
                           RandomSource& random) {
  return {.site_id = folder.site_id,
          .credential = folder.credential,
          .identity = &folder.keys.identity,
          .authority = folder.authority,
          .coordinator_curve_key = folder.coordinator.curve_key,
          .policy = options.config.policy,
          .software = options.software,
          .random = &random,
          .task_seed = TaskSeed()};
}

}  // namespace

Result<std::unique_ptr<Agent>> Agent::Open(Options options) {
  SiteFolder folder = HANSA_TRY(LoadSiteFolder(options.config.state));
  ProxyHandle proxy = HANSA_TRY(SiteProxy(options.config));
  StateLock lock = HANSA_TRY(StateLock::Take(folder.paths.lock()));
  auto journal = HANSA_TRY(Journal::Open(folder.paths.journal().string()));
  HANSA_TRY(journal->PinAuthority(folder.authority));
  if (journal->found_copied())
    LogWarning(
        "the state folder is a copy of another one: what was answered since it was made is not "
        "known, so this site takes part in each job from the next model version on");
  Signals signals = HANSA_TRY(Signals::Catch());
  std::unique_ptr<Agent> agent(new Agent(std::move(options), std::move(folder), std::move(proxy),
                                         std::move(lock), std::move(journal), std::move(signals)));
  agent->updates_.DropOlderThan(kLongestKept);
  std::error_code none;
  std::filesystem::remove_all(agent->folder_.paths.outgoing(), none);
  HANSA_TRY(agent->OpenLink());
  return agent;
}

Agent::Agent(Options options, SiteFolder folder, ProxyHandle proxy, StateLock lock,
             std::unique_ptr<Journal> journal, Signals signals)
    : options_(std::move(options)),
      folder_(std::move(folder)),
      proxy_(std::move(proxy)),
      lock_(std::move(lock)),
      journal_(std::move(journal)),
      updates_(folder_.paths.updates()),
      signals_(std::move(signals)),
      machine_(MachineOptions(options_, folder_, random_)),
      download_(CachedModels(folder_.paths.cache(), options_.config.model_cache)),
      trainer_(options_.trainer),
      reports_(options_.config.state) {}

Result<> Agent::OpenLink() {
  transport::ClientSocket::Options link;
  link.address = folder_.address;
  link.proxy = proxy_;
  link.server_key = folder_.coordinator.curve_key;
  link.own.public_key = folder_.keys.curve.public_key;
  link.own.secret_key = folder_.keys.curve.secret_key.Clone();
  link_ = HANSA_TRY(transport::ClientSocket::Open(std::move(link), random_));
  link_->Watch(signals_.fd());
  link_->Watch(background_.fd());
  link_->Watch(download_.fd());
  link_->Watch(vectors_.fd());
  watched_trainer_ = -1;
  WatchTrainer();
  return Success();
}

void Agent::WatchTrainer() {
  if (link_ == nullptr || trainer_.fd() == watched_trainer_) return;
  if (watched_trainer_ >= 0) link_->Unwatch(watched_trainer_);
  watched_trainer_ = trainer_.fd();
  if (watched_trainer_ >= 0) link_->Watch(watched_trainer_);
}

Result<> Agent::Run() {
  Result<> outcome = Success();
  while (outcome.ok() && !signals_.Arrived()) outcome = Turn();
  if (outcome.ok()) {
    inputs_.emplace_back(ShuttingDown{});
    outcome = StepAll();
  }
  SaveReports();
  return outcome;
}

Result<> Agent::Turn() {
  Queue(Wait(NextWake()));
  LookForPause();
  background_.Finish();
  AdvanceDownload();
  vectors_.Finish();
  for (Input& input : trainer_.Advance(ReadClocks().instant)) inputs_.push_back(std::move(input));
  inputs_.emplace_back(Woken{});
  HANSA_TRY(StepAll());
  AdvanceDownload();  // what has just been asked for
  if (reports_due_ && *reports_due_ <= ReadClocks().instant) SaveReports();
  WatchTrainer();
  return Success();
}

std::optional<Instant> Agent::NextWake() const {
  Instant wake = ReadClocks().instant + kLongestWait;
  if (const auto machine = machine_.NextWake()) wake = std::min(wake, *machine);
  if (const auto trainer = trainer_.NextWake()) wake = std::min(wake, *trainer);
  if (const auto download = download_.NextWake()) wake = std::min(wake, *download);
  if (!inputs_.empty()) wake = Instant{};
  if (reports_due_) wake = std::min(wake, *reports_due_);
  return wake;
}

ClientInput Agent::Wait(std::optional<Instant> until) {
  if (link_ != nullptr) return link_->Poll(until);
  const Duration left = std::max<Duration>(*until - ReadClocks().instant, Duration{});
  pollfd waiting[] = {{signals_.fd(), POLLIN, 0},
                      {background_.fd(), POLLIN, 0},
                      {vectors_.fd(), POLLIN, 0},
                      {download_.fd(), POLLIN, 0}};
  ::poll(waiting, 4, static_cast<int>(std::chrono::ceil<milliseconds>(left).count()));
  return {};
}

void Agent::Queue(ClientInput input) {
  const bool up = std::count(input.events.begin(), input.events.end(), LinkEvent::kConnected) > 0;
  if (up) {
    unreachable_said_.clear();
    inputs_.emplace_back(LinkUp{});
  }
  for (ClientInput::Message& message : input.messages) {
    auto checked = wire::ParseToSite(message.envelope, message.payload.size());
    if (!checked.ok()) {
      LogWarning(StrCat("ignored a message of the coordinator: ", checked.fault()));
      continue;
    }
    const bool blob = checked->has_blob();
    if (blob) download_.Take(checked->blob(), message.payload, ReadClocks().instant);
    Bytes payload = blob ? Bytes() : message.payload.Copy();
    inputs_.emplace_back(FromCoordinator{std::move(checked).Take(), std::move(payload)});
  }
  for (const LinkEvent event : input.events) {
    if (event == LinkEvent::kDisconnected || event == LinkEvent::kDenied) download_.LinkLost();
    if (event == LinkEvent::kDisconnected) inputs_.emplace_back(LinkDown{});
    if (event == LinkEvent::kDenied) inputs_.emplace_back(LinkDown{.denied = true});
    if (event == LinkEvent::kWrongServerKey)
      LogWarning(StrCat("what listens at ", folder_.address,
                        " is not the coordinator of the invitation; still trying"));
    if (event == LinkEvent::kUnreachable) SayUnreachable();
  }
}

void Agent::AdvanceDownload() {
  const auto send = [this](v1::ToCoordinator message) {
    if (link_ != nullptr) outbox_.Deliver(*link_, client::Send{std::move(message), {}});
  };
  for (Input& input : download_.Advance(ReadClocks().instant, send))
    inputs_.push_back(std::move(input));
}

// Once, and again when the proxy names another reason.
void Agent::SayUnreachable() {
  std::string text = StrCat("cannot reach the coordinator at ", folder_.address);
  if (const auto& fault = link_->proxy_fault()) text += StrCat(": ", fault->error.Text());
  if (std::exchange(unreachable_said_, text) != text) LogWarning(StrCat(text, "; still trying"));
}

void Agent::LookForPause() {
  const Instant now = ReadClocks().instant;
  if (now < next_look_) return;
  next_look_ = now + kPauseLook;
  std::error_code none;
  const bool paused = std::filesystem::exists(folder_.paths.paused(), none);
  if (paused == paused_) return;
  paused_ = paused;
  LogInfo(paused ? "paused: tasks are declined" : "resumed");
  inputs_.emplace_front(PauseChanged{paused});
}

Result<> Agent::StepAll() {
  while (!inputs_.empty()) {
    Input input = std::move(inputs_.front());
    inputs_.pop_front();
    HANSA_TRY(Execute(machine_.Step(std::move(input), ReadClocks())));
  }
  return Success();
}

Result<> Agent::Execute(Effects effects) {
  HANSA_TRY(Keep(effects.persist));
  for (Send& send : effects.send)
    if (link_ != nullptr) outbox_.Deliver(*link_, std::move(send));
  for (const UploadOrder& order : effects.uploads) Upload(order);
  for (Work& work : effects.work) HANSA_TRY(Do(std::move(work)));
  Note(effects.events);
  if (effects.link == LinkOrder::kReconnect && link_ != nullptr) link_->Reconnect();
  if (effects.link == LinkOrder::kClose) {
    link_.reset();
    download_.LinkLost();
  }
  if (effects.link == LinkOrder::kOpen && link_ == nullptr) HANSA_TRY(OpenLink());
  return Success();
}

// What was asked for goes into the socket at once: the coordinator asks for no more than the line
// carries in about a second. What the socket has no room for is asked for again.
void Agent::Upload(const UploadOrder& order) {
  const auto* range = std::get_if<SendRange>(&order);
  if (range == nullptr || link_ == nullptr) return;
  v1::ToCoordinator message;
  v1::UploadChunk& chunk = *message.mutable_upload_chunk();
  chunk.set_sha256(ToString(range->vector.sha256));
  for (uint64_t done = 0; done < range->bytes; done += limits::kChunkBytes) {
    Bytes bytes = chunks_.Take(std::min<uint64_t>(limits::kChunkBytes, range->bytes - done));
    const Result<> read = range->vector.bytes->ReadAt(range->offset + done, bytes);
    if (!read.ok()) return LogError(read.error().Text());
    chunk.set_offset(range->offset + done);
    if (!outbox_.Deliver(*link_, message, chunks_.Share(std::move(bytes)))) return;
  }
}

// ---- What must be durable

Result<> Agent::Keep(const std::vector<Persist>& all) {
  const auto is_update = [](const Persist& persist) {
    return std::holds_alternative<DropAnswer>(persist);
  };
  if (!std::all_of(all.begin(), all.end(), is_update)) {
    sqlite::Transaction turn = HANSA_TRY(journal_->BeginTurn());
    for (const Persist& persist : all)
      if (!is_update(persist)) HANSA_TRY(Do(persist));
    HANSA_TRY(turn.Commit());
  }
  // After the marker: an update that outlives it is never used.
  for (const Persist& persist : all) {
    const auto* drop = std::get_if<DropAnswer>(&persist);
    if (drop == nullptr) continue;
    if (!updates_.Drop(drop->job_digest, drop->wiped)) continue;
    vectors_.Post([updates = updates_]() -> std::function<void()> {
      updates.WipeDropped();
      return [] {};
    });
  }
  return Success();
}

Result<> Agent::Do(const Persist& persist) {
  if (const auto* marked = std::get_if<MarkAnswered>(&persist)) {
    if (HANSA_TRY(journal_->MarkAnswered(marked->marker))) return Success();
    return Refused("an answer was about to leave a second time",
                   "the journal has it already; was the state folder changed meanwhile?");
  }
  if (const auto* entered = std::get_if<EnterSession>(&persist)) {
    if (HANSA_TRY(journal_->EnterSession(entered->coordinator_key, entered->number)))
      return Success();
    return Refused("a session was about to be entered a second time",
                   StrCat("session ", entered->number));
  }
  const auto& leaving = std::get<NoteLeaving>(persist);
  OutboundEntry entry;
  entry.unix_ms = ReadClocks().unix_ms;
  entry.kind = leaving.kind;
  entry.job = leaving.job;
  for (const std::string& column : leaving.columns)
    entry.columns += (entry.columns.empty() ? "" : ",") + column;
  entry.rows_used = leaving.rows;
  entry.bytes = leaving.bytes;
  entry.session_number = leaving.session_number;
  entry.answer = leaving.answer;
  return journal_->AppendOutbound(entry);
}

// ---- Work

Result<> Agent::Do(Work work) {
  if (auto* facts = std::get_if<AskFacts>(&work)) return Do(*facts);
  if (auto* columns = std::get_if<AskColumns>(&work)) Do(*columns);
  if (auto* data = std::get_if<AskData>(&work)) Do(*data);
  if (auto* train = std::get_if<TrainModel>(&work)) Do(*train);
  if (auto* encode = std::get_if<EncodeTrained>(&work)) Do(*encode);
  if (auto* evaluate = std::get_if<EvaluateModel>(&work)) Do(*evaluate);
  if (auto* count = std::get_if<CountRows>(&work)) Do(*count);
  if (auto* mask = std::get_if<MaskInput>(&work)) Do(*mask);
  if (const auto* fetch = std::get_if<FetchModel>(&work)) download_.Begin(*fetch);
  if (std::holds_alternative<StopFetching>(work)) download_.Stop();
  if (std::holds_alternative<WarmTrainer>(work)) trainer_.Warm();
  return Success();
}

void Agent::Do(AskColumns& work) {
  background_.Post([this, work, config = options_.config]() -> std::function<void()> {
    ColumnsChecked answer{.work = work.work, .columns = {}, .fault = std::nullopt};
    Result<std::vector<std::string>> columns = CheckColumns(*work.job, config);
    if (columns.ok())
      answer.columns = *std::move(columns);
    else  // `why` may list what the site has: it stays here
      answer.fault = Reason{std::string(DataFaultCode(columns.error())), columns.error().what};
    answer.local_minute_of_day = LocalMinuteOfDay(ReadClocks().unix_ms);
    return [this, answer] { inputs_.emplace_back(answer); };
  });
}

void Agent::Do(AskData& work) {
  if (HeldDataHandle held = data_.Find(*work.job, StampsOf(options_.config)))
    return DataThere(work.work, work.job, std::move(held));
  background_.Post([this, work, config = options_.config]() -> std::function<void()> {
    const Result<HeldDataHandle> held = HoldData(*work.job, config);
    if (held.ok()) return [this, work, data = *held] { DataThere(work.work, work.job, data); };
    return [this, work, error = held.error()] {
      LogError(error.Text());
      inputs_.emplace_back(WorkRefused{work.work, std::string(DataFaultCode(error)), error.what});
    };
  });
}

void Agent::DataThere(WorkNumber work, const JobHandle& job, HeldDataHandle data) {
  if (data_.Latest(job->digest) != data) {
    data_.Keep(data);
    outbox_.HoldForLeak(data->arrays.train_x);
    LogInfo(StrCat("data for job ", job->name, ": ", data->report.Text()));
    const Result<> noted = reports_.NoteData(job, data->report, data->columns);
    if (!noted.ok()) LogError(noted.error().Text());
  }
  inputs_.emplace_back(DataBuilt{.work = work,
                                 .digest = data->digest,
                                 .train_rows = data->report.rows_train,
                                 .evaluate_rows = data->report.rows_evaluate,
                                 .columns = data->columns});
}

Result<> Agent::Do(AskFacts& work) {
  const Now now = ReadClocks();
  FactsRead facts;
  facts.work = work.work;
  facts.answered =
      HANSA_TRY(journal_->Answered(work.task_digest, work.base_model_sha256, work.data_digest));
  facts.doubtful = HANSA_TRY(journal_->MayHaveAnswered(work.job_digest, work.base_version));
  facts.tasks_last_24h = static_cast<uint32_t>(
      HANSA_TRY(journal_->AnsweredBetween(now.unix_ms - int64_t{24} * 3600 * 1000, now.unix_ms)));
  facts.local_minute_of_day = LocalMinuteOfDay(now.unix_ms);
  facts.highest_session = HANSA_TRY(journal_->HighestSession(work.coordinator_key));
  if (!work.train) {
    inputs_.emplace_back(facts);
    return Success();
  }
  const bool small = updates_.BytesOf(work.job_digest) <= kSmallFile;
  Compute(small, [facts, job = work.job_digest, updates = updates_]() mutable -> Input {
    if (auto kept = updates.Find(job))
      facts.kept = std::make_shared<const KeptAnswer>(
          KeptAnswer{std::move(kept->facts), std::move(kept->vector)});
    return facts;
  });
  return Success();
}

void Agent::Do(TrainModel& work) {
  HeldDataHandle data = data_.Latest(work.job->digest);
  if (data == nullptr)
    return inputs_.push_back(WorkRefused{work.work, "data_unavailable", "the data set is gone"});
  trainer_.Begin(work, std::move(data), ReadClocks().instant);
  StopPoint("training");
}

void Agent::Do(EvaluateModel& work) {
  HeldDataHandle data = data_.Latest(work.job->digest);
  if (data == nullptr)
    return inputs_.push_back(WorkRefused{work.work, "data_unavailable", "the data set is gone"});
  trainer_.Begin(work, std::move(data), ReadClocks().instant);
}

void Agent::Do(CountRows& work) {
  background_.Post([this, work, config = options_.config]() -> std::function<void()> {
    const Result<ColumnCounts> counts = CountColumns(*work.job, config);
    if (counts.ok())
      return [this, work, found = *counts] { RowsThere(work.work, work.job, found); };
    return [this, work, error = counts.error()] {
      LogError(error.Text());
      inputs_.emplace_back(WorkRefused{work.work, std::string(DataFaultCode(error)), error.what});
    };
  });
}

void Agent::RowsThere(WorkNumber work, const JobHandle& job, const ColumnCounts& counts) {
  LogInfo(StrCat("statistics for job ", job->name, ": ", counts.rows, " rows of ",
                 counts.report.rows_found, " found; dropped: ", counts.report.DropsText()));
  const Result<> noted = reports_.NoteData(job, counts.report, counts.columns_read);
  if (!noted.ok()) LogError(noted.error().Text());
  inputs_.emplace_back(RowsCounted{.work = work,
                                   .statistics = StatisticsOf(counts),
                                   .digest = counts.digest,
                                   .rows = counts.rows,
                                   .columns = counts.columns_read});
}

void Agent::Compute(bool small, std::function<Input()> work) {
  if (small) return inputs_.push_back(work());
  vectors_.Post([this, work = std::move(work)]() -> std::function<void()> {
    auto input = std::make_shared<Input>(work());
    return [this, input] { inputs_.push_back(std::move(*input)); };
  });
}

void Agent::Do(EncodeTrained& work) {
  const bool small = VectorBytes(work) <= kSmall;
  Compute(small, [work = std::move(work), updates = updates_] { return Encode(work, updates); });
}

void Agent::Do(MaskInput& work) {
  outbox_.NoteInput(*work.mask.input);
  const bool small = work.mask.input->size() <= kSmall;
  auto shared = std::make_shared<MaskInput>(std::move(work));  // a function must be copyable
  Compute(small, [shared, folder = folder_.paths.outgoing()] {
    return Mask(std::move(*shared), folder, kSmall);
  });
}

void Agent::Note(const std::vector<Event>& events) {
  bool task_over = false, job_over = false;
  for (const Event& event : events) {
    reports_.Note(event, ReadClocks().unix_ms);
    options_.on_event(event);
    task_over |= std::holds_alternative<SessionEnded>(event) ||
                 std::holds_alternative<TaskEnded>(event) ||
                 std::holds_alternative<TaskRefused>(event);
    job_over |= std::holds_alternative<JobEnded>(event);
  }
  if (job_over) return SaveReports();
  if (task_over && !reports_due_) reports_due_ = ReadClocks().instant + kReportDelay;
}

void Agent::SaveReports() {
  reports_due_.reset();
  const Result<> saved = reports_.Save();
  if (!saved.ok()) LogError(saved.error().Text());
}

}  // namespace hansa::client
