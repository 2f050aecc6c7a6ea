#include "coordinator/app/loop.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/log.h"
#include "common/base/stop_point.h"
#include "common/base/text.h"
#include "common/base/threaded_line.h"
#include "common/job/job_spec.h"
#include "common/wire/parse.h"
#include "coordinator/app/admission.h"
#include "coordinator/app/measurements.h"
#include "coordinator/app/of_this_disk.h"
#include "coordinator/app/stop_labels.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kMessagesPerTurn = 256;
constexpr int kSilentHeartbeats = 4;
constexpr Duration kRetryWatches = milliseconds(20);

Record ToRecord(Persist persist) {
  if (auto* number = std::get_if<UsedSessionNumber>(&persist))
    return SessionNumberTaken{number->number};
  if (auto* measured = std::get_if<Measured>(&persist)) return RecordOf(*measured);
  if (auto* job = std::get_if<v1::JobRecord>(&persist)) return std::move(*job);
  if (auto* round = std::get_if<v1::RoundRecord>(&persist)) return std::move(*round);
  if (auto* step = std::get_if<v1::SessionStepRecord>(&persist)) return std::move(*step);
  return std::move(std::get<v1::VersionRecord>(persist));
}

// A model of one message, for a site that does not ask in ranges.
PeerSend WholeModel(transport::PeerHandle peer, const Serve& serve) {
  PeerSend send{peer, {}, {}};
  auto bytes = ReadWhole(*serve.blob, limits::kFrameBytes);
  if (!bytes.ok()) LogError(bytes.error().Text());
  v1::Blob& blob = *send.message.mutable_blob();
  blob.set_sha256(ToString(serve.sha256));
  blob.set_found(bytes.ok());
  if (!bytes.ok()) return send;
  blob.set_size(serve.blob->size());
  send.payload = std::move(*bytes);
  return send;
}

// A large sum is written where it outlives the process, as the record of it needs.
Result<secagg::UnmaskResult> Unmask(secagg::UnmaskWork work, const Spool& spool) {
  const uint64_t bytes = work.sum.bytes->size();
  ThreadedLine line = ThreadedLine::OfAllCores();
  if (bytes <= limits::kInlineVectorBytes)
    return OfThisDisk(secagg::RunUnmask(std::move(work), line));
  secagg::UnmaskResult result;
  result.sum =
      HANSA_TRY(spool.Store(bytes, [&](const secagg::ByteSink& out) -> Result<crypto::Digest> {
        result = HANSA_TRY(secagg::RunUnmask(std::move(work), out, line));
        return result.sum.sha256;
      }));
  if (!result.ok()) spool.Forget(result.sum.sha256);  // nothing was written
  return result;
}

}  // namespace

Loop::Loop(CoordinatorFolder folder)
    : folder_(std::move(folder)),
      scripts_(folder_.scripts()),
      connections_(folder_.heartbeat * kSilentHeartbeats) {}

Loop::~Loop() = default;

Result<std::unique_ptr<Loop>> Loop::Open(CoordinatorFolder folder) {
  std::unique_ptr<Loop> loop(new Loop(std::move(folder)));
  HANSA_TRY(loop->Restore());
  const CoordinatorFolder& f = loop->folder_;
  loop->guard_ = std::make_unique<PeerGuard>(loop->connections_, *loop->machine_);
  transport::ServerSocket::Options options{
      .listen = f.listen,
      .curve_secret = f.keys.curve.secret_key.Clone(),
      .admission = MakeAdmission(*loop->directory_, f.operators,
                                 [guard = loop->guard_.get()](const std::string& user) {
                                   return guard->IsOut(user, ReadClocks().instant);
                                 })};
  loop->socket_ = HANSA_TRY(transport::ServerSocket::Open(std::move(options)));
  loop->gate_ = std::make_unique<SiteGate>(SiteGate::Parts{f.authority, f.certificate, f.heartbeat,
                                                           *loop->directory_, loop->connections_,
                                                           *loop->machine_});
  Loop* self = loop.get();
  loop->state_ = std::make_unique<ServerState>(ServerState{
      f.authority, f.largest_fleet, *loop->machine_, *loop->directory_, *loop->jobs_,
      *loop->models_, loop->scripts_, loop->versions_, *loop->store_,
      BackupSource{f.dir, f.config, f.state}, f.keep_runs, loop->random_, ReadClocks().instant,
      [self] { return self->socket_->counters(); }, [self] { return self->guard_->counters(); }});
  loop->api_ = std::make_unique<OperatorApi>(*loop->state_);
  loop->worker_ =
      std::make_unique<Worker>([self](Work work) { return self->DoWork(std::move(work)); });
  loop->socket_->Watch(loop->worker_->wake_fd());
  loop->spool_ = std::make_unique<Spool>(f.spool());
  HANSA_TRY(loop->spool_->Open());
  loop->uploads_ = std::make_unique<Uploads>(*loop->spool_, f.spool_bytes, loop->connections_,
                                             loop->machine_->membership());
  loop->socket_->Watch(loop->uploads_->wake_fd());
  loop->socket_->Watch(loop->uploads_->check_fd());
  loop->socket_->Watch(loop->chunks_.fd());
  HANSA_TRY(loop->ResumeJobs(ReadClocks()));
  loop->review_ = std::make_unique<ModelReview>(*loop->models_, loop->versions_);
  return loop;
}

std::optional<Instant> Loop::NextWake() const {
  std::optional<Instant> next = machine_->NextWake();
  const auto consider = [&next](std::optional<Instant> wake) {
    if (wake && (!next || *wake < *next)) next = wake;
  };
  consider(connections_.NextWake());
  consider(api_->backups().NextWake(ReadClocks().instant));
  consider(uploads_->NextWake());
  if (watches_wait_) consider(ReadClocks().instant + kRetryWatches);
  return next;
}

Result<> Loop::Run(int stop_fd) {
  socket_->Watch(stop_fd);
  for (bool stopping = false; !stopping;) {
    transport::ServerInput input = socket_->Poll(NextWake(), kMessagesPerTurn);
    const Now now = ReadClocks();
    stopping = std::find(input.ready.begin(), input.ready.end(), stop_fd) != input.ready.end();
    TurnOutput out;
    Take(input, now, out);
    HANSA_TRY(TakeWork(now, out));
    gate_->DropSilent(now, out);
    api_->backups().Pump(now, out);
    PumpUploads(now, out);
    if (const auto wake = machine_->NextWake(); wake && *wake <= now.instant)
      out.effects.Append(machine_->Step(TimePassed{}, now));
    if (stopping) gate_->SayGoodbye("shutting down", out);
    HANSA_TRY(Execute(out, now));
  }
  return Success();
}

void Loop::Take(transport::ServerInput& input, Now now, TurnOutput& out) {
  for (transport::Received& message : input.messages) {
    TakeMessage(message, now, out);
    message = {};  // what holds a chunk now lets it go: its memory is warm for the next one
  }
  for (const transport::Rejected& rejected : input.rejected)
    guard_->Faulty(rejected.user, rejected.reason, now, out);
  TakeServes(now, out);
  guard_->Judge(now, out);
  for (const transport::PeerHandle peer : input.gone) {
    chunks_.Gone(peer);
    gate_->Gone(peer, now, out);
    api_->Gone(peer);
  }
}

void Loop::TakeMessage(const transport::Received& message, Now now, TurnOutput& out) {
  if (!guard_->Takes(message, now, out)) return;
  const User user = ParseUser(message.user);
  auto parsed = wire::ParseToCoordinator(message.envelope, message.payload.size());
  if (!parsed.ok()) {
    guard_->Faulty(message.user, std::string(parsed.fault()), now, out);
    if (user.kind == UserKind::kOperator)
      api_->Refuse(message.peer, message.envelope, parsed.fault(), out);
    return;
  }
  if (!guard_->Takes(message.user, *parsed, now, out)) return;
  switch (user.kind) {
    case UserKind::kSite:
      if (parsed->has_upload_chunk() || parsed->has_upload_gone())
        return TakeUpload(user, message, *parsed, now, out);
      gate_->FromSite(user.id, message.peer, parsed.Take(), message.payload.Copy(), now, out);
      break;
    case UserKind::kInvitation:
      gate_->FromInvitation(user.id, message.peer, parsed.Take(), now, out);
      break;
    case UserKind::kOperator:
      if (!parsed->has_operator_request()) break;
      out.kept.push_back(message.peer);
      api_->Handle(message.peer, parsed->operator_request(), now, out);
      break;
    case UserKind::kNobody:
      break;
  }
}

void Loop::TakeUpload(const User& user, const transport::Received& message,
                      const v1::ToCoordinator& body, Now now, TurnOutput& out) {
  std::string_view fault;
  if (!connections_.IsOn(user.id, message.peer)) {
    fault = "not_greeted";
  } else {
    connections_.Heard(user.id, now.instant);
    if (body.has_upload_gone())
      uploads_->OnGone(user.id, body.upload_gone());
    else
      fault = uploads_->OnChunk(user.id, body.upload_chunk(), message.payload, now);
  }
  if (fault.empty()) return guard_->GiveBack(message.user, message.payload.size());
  out.effects.Append(machine_->Step(PeerFault{user.id, std::string(fault)}, now));
}

void Loop::PumpUploads(Now now, TurnOutput& out) {
  for (UploadDone& done : uploads_->Pump(now, out.effects))
    out.effects.Append(machine_->Step(std::move(done), now));
}

void Loop::TakeServes(Now now, TurnOutput& out) {
  for (Serve& serve : std::exchange(out.effects.serves, {})) {
    const auto peer = connections_.PeerOf(serve.site);
    if (!peer) continue;
    if (serve.whole) {
      out.replies.push_back(WholeModel(*peer, serve));
      continue;
    }
    const std::string_view fault =
        chunks_.Ask({*peer, serve.sha256, std::move(serve.blob), serve.range, kServesSite});
    if (!fault.empty())
      out.effects.Append(machine_->Step(PeerFault{serve.site, std::string(fault)}, now));
  }
  for (const PeerServe& serve : std::exchange(out.serves, {})) {
    const std::string_view fault = chunks_.Ask(serve);
    if (!fault.empty()) LogDebug(StrCat("an operator's request for bytes: ", fault));
  }
}

Result<> Loop::TakeWork(Now now, TurnOutput& out) {
  for (WorkDone& done : worker_->TakeDone()) {
    const auto* error = std::get_if<Error>(&done.result);
    if (error != nullptr && error->kind != ErrorKind::kWorkFailed) {
      Error ended = *error;
      ended.kind = ErrorKind::kWorkFailed;  // for whoever started this program, the work failed
      return ended;
    }
    Effects effects = machine_->Step(std::move(done), now);
    out.effects.Append(std::move(effects));
  }
  return Success();
}

WorkDone Loop::DoWork(Work work) const {
  WorkDone done{.job_id = work.job_id, .ticket = work.ticket, .result = Error{}};
  const auto take = [&done](auto result) {
    if (result.ok())
      done.result = *std::move(result);
    else
      done.result = std::move(result).error();
  };
  if (auto* unmask = std::get_if<secagg::UnmaskWork>(&work.what)) {
    take(Unmask(std::move(*unmask), *spool_));
    return done;
  }
  if (const auto* add = std::get_if<AddWork>(&work.what)) {
    take(OfThisDisk(RunAdd(*add)));
    return done;
  }
  if (const auto* store = std::get_if<StoreWork>(&work.what)) {
    take(spool_->Store(*store->sum));
    return done;
  }
  if (const auto* keep = std::get_if<KeepWork>(&work.what)) {
    take(OfThisDisk(spool_->Keep(*keep)));
    return done;
  }
  if (const auto* record = std::get_if<RecordWork>(&work.what)) {
    take(OfThisDisk(transcripts_->Write(work.job_id, *record, *spool_)));
    StopPoint("transcript_written");
    return done;
  }
  auto published = publisher_->Publish(std::get<PublishWork>(work.what));
  StopPoint("version_files_written");
  if (published.ok())
    done.result = std::move(*published);
  else
    done.result = std::move(published).error();
  return done;
}

Result<> Loop::Execute(TurnOutput& out, Now now) {
  for (const CheckReport& report : std::exchange(out.effects.checks, {}))
    api_->OnCheckReport(report, now, out);
  const StopLabels labels(out.effects.persist, *machine_);
  labels.Stop("before_commit");
  HANSA_TRY(Commit(out, now));
  labels.Stop("after_commit");
  Send(out);
  labels.Stop("after_send");
  for (const UploadOrder& order : out.effects.uploads) uploads_->Execute(order, now);
  for (Work& work : out.effects.work) worker_->Submit(std::move(work));
  Tell(out.effects);
  PumpWatches();
  return Success();
}

Result<> Loop::Commit(TurnOutput& out, Now now) {
  for (const CulpritFile& culprit : out.effects.culprits) {
    LogWarning(StrCat("evidence against a site: ", culprit.job_id, "/", culprit.name));
    HANSA_TRY(culprits_->Write(culprit));
  }
  std::vector<Record> records = std::move(out.records);
  for (Persist& persist : out.effects.persist) {
    if (const auto* job = std::get_if<v1::JobRecord>(&persist)) jobs_->Update(*job);
    if (const auto* version = std::get_if<v1::VersionRecord>(&persist))
      versions_.push_back(*version);
    records.push_back(ToRecord(std::move(persist)));
  }
  for (Record& line : Stage(out.effects, now)) records.push_back(std::move(line));
  if (records.empty()) return Success();
  for (Record& done : std::exchange(filed_, {})) records.push_back(std::move(done));
  return store_->Commit(records);
}

// What happened is as durable as what it brought about.
std::vector<Record> Loop::Stage(const Effects& effects, Now now) {
  std::vector<Record> lines;
  for (const JobEvent& event : effects.events) {
    auto run = jobs_->Run(event.job_id);
    if (!run.ok()) {
      LogWarning(run.error().Text());
      continue;
    }
    RunFolder::Line line = (*run)->Stage(event.event, now.unix_ms);
    lines.push_back(EventLine{event.job_id, line.index, std::move(line.json)});
  }
  return lines;
}

void Loop::Send(TurnOutput& out) {
  for (const transport::PeerHandle peer : out.kept) socket_->Keep(peer);
  for (PeerSend& send : out.replies)
    socket_->Send(send.peer, send.message.SerializeAsString(), std::move(send.payload));
  for (const SiteId& site : out.revoked) {
    Dismiss(site, "revoked");
    socket_->Expel("invite:" + site);
  }
  for (const SiteId& site : out.unlisted) Dismiss(site, "not in the directory");
  for (const coordinator::Send& send : out.effects.sends)
    if (const auto peer = connections_.PeerOf(send.site))
      socket_->SendShared(*peer, send.message.SerializeAsString(), send.payload);
  chunks_.Pump(*socket_);
  for (const transport::PeerHandle peer : out.ended) socket_->Disconnect(peer);
  for (const std::string& user : out.expelled) socket_->Expel(user);
}

// What was said to it before goes out first.
void Loop::Dismiss(const SiteId& site, const std::string& reason) {
  if (const auto peer = connections_.PeerOf(site)) {
    v1::ToSite goodbye;
    goodbye.mutable_goodbye()->set_reason(reason);
    socket_->Send(*peer, goodbye.SerializeAsString());
  }
  connections_.Remove(site);
  socket_->Expel("site:" + site);
}

void Loop::Tell(const Effects& effects) {
  for (const JobEvent& event : effects.events) {
    auto run = jobs_->Run(event.job_id);
    Result<> written = run.ok() ? (*run)->WriteStaged() : run.error();
    if (!written.ok()) LogWarning(written.error().Text());
    if (const auto* round = std::get_if<RoundFinished>(&event.event))
      LogInfo(StrCat(event.job_id, ": round ", round->round, " finished"));
    if (written.ok() && std::holds_alternative<JobFinished>(event.event))
      filed_.push_back(EventsFiled{event.job_id});
    if (const auto* end = std::get_if<JobFinished>(&event.event))
      LogInfo(StrCat(event.job_id, ": ", end->state, end->reason.empty() ? "" : ", ", end->reason));
  }
  for (const PeerFault& fault : effects.faults)
    LogDebug(StrCat(machine_->membership().NameOf(fault.site), ": ", fault.name));
}

void Loop::PumpWatches() {
  watches_wait_ = api_->watches().Pump(
      *state_, [this](transport::PeerHandle peer, const v1::OperatorReply& reply) {
        if (!socket_->HasRoom(peer)) return false;
        v1::ToSite message;
        *message.mutable_operator_reply() = reply;
        return socket_->Send(peer, message.SerializeAsString()).queued;
      });
}

}  // namespace hansa::coordinator
