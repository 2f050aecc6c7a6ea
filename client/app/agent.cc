#include "client/app/agent.h"

#include <poll.h>

#include <algorithm>
#include <cstdlib>

#include "common/base/limits.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "common/identity/directory.h"
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

// Test builds only: HANSA_TASK_SEED=<number>.
std::optional<uint64_t> TaskSeed() {
#ifdef HANSA_STOP_POINTS
  if (const char* seed = std::getenv("HANSA_TASK_SEED")) return std::strtoull(seed, nullptr, 10);
#endif
  return std::nullopt;
}

Result<DirectoryRule> RuleOf(DirectoryDemand demand, const SiteFolder& folder, Journal& journal) {
  const identity::VerifiedInvitation invitation = HANSA_TRY(
      identity::VerifyInvitationCertificate(folder.credential.invitation(), folder.authority));
  const Journal::Directory kept = HANSA_TRY(journal.NewestDirectory());
  DirectoryRule rule;
  rule.required = demand == DirectoryDemand::kRequired ||
                  (demand == DirectoryDemand::kAsInvited && identity::AsksForDirectory(invitation));
  if (kept.epoch == 0) return rule;
  if (kept.digest.size() != rule.newest.digest.size())
    return BadInput("the site's journal is damaged", "its directory has no digest");
  rule.newest.epoch = kept.epoch;
  std::copy(kept.digest.begin(), kept.digest.end(), rule.newest.digest.begin());
  return rule;
}

SiteOptions MachineOptions(const Agent::Options& options, const SiteFolder& folder,
                           const DirectoryRule& directory, RandomSource& random) {
  return {.site_id = folder.site_id,
          .credential = folder.credential,
          .identity = &folder.keys.identity,
          .authority = folder.authority,
          .coordinator_curve_key = folder.coordinator.curve_key,
          .policy = options.config.policy,
          .directory = directory,
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
  const DirectoryRule directory =
      HANSA_TRY(RuleOf(options.config.policy.directory, folder, *journal));
  if (journal->found_copied())
    LogWarning(
        "the state folder is a copy of another one: what was answered since it was made is not "
        "known, so this site takes part in each job from the next model version on");
  Signals signals = HANSA_TRY(Signals::Catch());
  std::unique_ptr<Agent> agent(new Agent(std::move(options), std::move(folder), std::move(proxy),
                                         std::move(lock), std::move(journal), directory,
                                         std::move(signals)));
  KeptUpdates(agent->folder_.paths.updates()).DropOlderThan(kLongestKept);
  std::error_code none;
  std::filesystem::remove_all(agent->folder_.paths.outgoing(), none);
  HANSA_TRY(agent->OpenLink());
  return agent;
}

Agent::Agent(Options options, SiteFolder folder, ProxyHandle proxy, StateLock lock,
             std::unique_ptr<Journal> journal, const DirectoryRule& directory, Signals signals)
    : options_(std::move(options)),
      folder_(std::move(folder)),
      proxy_(std::move(proxy)),
      lock_(std::move(lock)),
      journal_(std::move(journal)),
      durable_(*journal_, KeptUpdates(folder_.paths.updates())),
      signals_(std::move(signals)),
      machine_(MachineOptions(options_, folder_, directory, random_)),
      reports_(options_.config.state),
      work_({.config = options_.config,
             .journal = *journal_,
             .reports = reports_,
             .outbox = outbox_,
             .results = inputs_,
             .updates = KeptUpdates(folder_.paths.updates()),
             .cache = folder_.paths.cache(),
             .outgoing = folder_.paths.outgoing(),
             .trainer = options_.trainer}) {}

Result<> Agent::OpenLink() {
  transport::ClientSocket::Options link;
  link.address = folder_.address;
  link.proxy = proxy_;
  link.server_key = folder_.coordinator.curve_key;
  link.own.public_key = folder_.keys.curve.public_key;
  link.own.secret_key = folder_.keys.curve.secret_key.Clone();
  link_ = HANSA_TRY(transport::ClientSocket::Open(std::move(link), random_));
  link_->Watch(signals_.fd());
  for (const int fd : work_.fds()) link_->Watch(fd);
  watched_trainer_ = -1;
  WatchTrainer();
  return Success();
}

void Agent::WatchTrainer() {
  if (link_ == nullptr || work_.trainer_fd() == watched_trainer_) return;
  if (watched_trainer_ >= 0) link_->Unwatch(watched_trainer_);
  watched_trainer_ = work_.trainer_fd();
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
  work_.Advance(Sender());
  inputs_.emplace_back(Woken{});
  HANSA_TRY(StepAll());
  work_.AdvanceDownload(Sender());
  if (reports_due_ && *reports_due_ <= ReadClocks().instant) SaveReports();
  WatchTrainer();
  return Success();
}

std::optional<Instant> Agent::NextWake() const {
  Instant wake = ReadClocks().instant + kLongestWait;
  if (const auto machine = machine_.NextWake()) wake = std::min(wake, *machine);
  if (const auto work = work_.NextWake()) wake = std::min(wake, *work);
  if (!inputs_.empty()) wake = Instant{};
  if (reports_due_) wake = std::min(wake, *reports_due_);
  return wake;
}

ClientInput Agent::Wait(std::optional<Instant> until) {
  if (link_ != nullptr) return link_->Poll(until);
  const Duration left = std::max<Duration>(*until - ReadClocks().instant, Duration{});
  std::vector<pollfd> waiting = {{signals_.fd(), POLLIN, 0}};
  for (const int fd : work_.fds()) waiting.push_back({fd, POLLIN, 0});
  ::poll(waiting.data(), waiting.size(),
         static_cast<int>(std::chrono::ceil<milliseconds>(left).count()));
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
    if (blob) work_.download().Take(checked->blob(), message.payload, ReadClocks().instant);
    Bytes payload = blob ? Bytes() : message.payload.Copy();
    inputs_.emplace_back(FromCoordinator{std::move(checked).Take(), std::move(payload)});
  }
  for (const LinkEvent event : input.events) {
    if (event == LinkEvent::kDisconnected || event == LinkEvent::kDenied)
      work_.download().LinkLost();
    if (event == LinkEvent::kDisconnected) inputs_.emplace_back(LinkDown{});
    if (event == LinkEvent::kDenied) inputs_.emplace_back(LinkDown{.denied = true});
    if (event == LinkEvent::kWrongServerKey)
      LogWarning(StrCat("what listens at ", folder_.address,
                        " is not the coordinator of the invitation; still trying"));
    if (event == LinkEvent::kUnreachable) SayUnreachable();
  }
}

ModelDownload::Send Agent::Sender() {
  return [this](v1::ToCoordinator message) {
    if (link_ != nullptr) outbox_.Deliver(*link_, client::Send{std::move(message), {}});
  };
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
  if (HANSA_TRY(durable_.Keep(effects.persist))) work_.WipeDropped();
  for (Send& send : effects.send)
    if (link_ != nullptr) outbox_.Deliver(*link_, std::move(send));
  for (const UploadOrder& order : effects.uploads) Upload(order);
  for (Work& work : effects.work) HANSA_TRY(work_.Do(std::move(work)));
  Note(effects.events);
  if (effects.link == LinkOrder::kReconnect && link_ != nullptr) link_->Reconnect();
  if (effects.link == LinkOrder::kClose) {
    link_.reset();
    work_.download().LinkLost();
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
