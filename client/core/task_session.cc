#include "client/core/task_session.h"

#include <algorithm>

#include "client/core/task_digest.h"
#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/transcript/own_entries.h"
#include "common/wire/secagg_shapes.h"
#include "common/wire/session_params.h"

namespace hansa::client {
namespace {

SiteSide SideOf(SiteContext& site, const AnswerFacts& facts, const EncodedAnswer& answer) {
  const SitePolicy& policy = site.options.policy;
  SiteSide side;
  side.purpose = TraitsOf(facts.task.kind).purpose;
  side.job_digest = facts.job->digest;
  side.round = facts.task.round;
  side.base_version = facts.task.model_version;
  side.model_sha256 = facts.model_sha256;
  side.segments = answer.segments;
  side.ring_bits = answer.ring_bits;
  side.smallest_cohort = policy.smallest_cohort;
  side.colluders = policy.colluders_feared;
  side.largest_weight = policy.largest_weight;
  side.lowest_profile = std::max(policy.lowest_profile, facts.job->profile);
  side.site_id = site.options.site_id;
  side.identity = site.options.identity;
  side.credential = site.options.credential;
  side.credentials = &site.credentials;
  side.coordinator_key = site.coordinator->signing_key;
  side.highest_session = site.highest_session;
  side.directory = site.options.directory;
  side.random = site.options.random;
  side.inline_bytes = site.options.inline_bytes;
  return side;
}

// Rule 7: this session and all before it are over for any later one.
void Enter(Turn& turn, uint64_t number) {
  turn.site.highest_session = std::max(turn.site.highest_session, number);
  turn.out.persist.emplace_back(EnterSession{turn.site.coordinator->signing_key, number});
}

v1::AnsweredMarker MarkerOf(const AnswerFacts& facts, uint64_t session_number, UnixMillis now) {
  v1::AnsweredMarker marker;
  marker.set_task_digest(ToString(TaskDigest(facts.job->digest, facts.task.kind)));
  marker.set_base_model_sha256(ToString(facts.model_sha256));
  marker.set_data_digest(ToString(facts.data_digest));
  marker.set_session_number(session_number);
  marker.set_unix_ms(now);
  return marker;
}

// Rule 9, and the owner's account. For the message just put into `turn.out.send`.
void Spend(Turn& turn, const AnswerFacts& facts, uint64_t session_number,
           const crypto::Digest& params_hash, bool masked, uint64_t uploaded) {
  const Send& send = turn.out.send.back();
  const uint64_t bytes = send.message.ByteSizeLong() + send.payload.size() + uploaded;
  const bool train = facts.task.kind == TaskKind::kTrain;
  turn.out.persist.emplace_back(MarkAnswered{MarkerOf(facts, session_number, turn.now.unix_ms)});
  if (train) turn.out.persist.emplace_back(DropAnswer{facts.job->digest, masked});
  turn.out.persist.emplace_back(NoteLeaving{
      .kind = masked ? "masked_input" : "plain_input",
      .job = facts.job->name,
      .columns = facts.columns,
      .rows = facts.rows,
      .bytes = bytes,
      .session_number = session_number,
      .answer = std::string(TraitsOf(facts.task.kind).answer) + (masked ? ", masked" : ", plain")});
  turn.Emit(AnswerLeft{.task = facts.task,
                       .session_number = session_number,
                       .session = Hex(params_hash),
                       .bytes = bytes,
                       .masked = masked});
}

// What a plain request's parameters must be: the empty text, or what differs.
std::string Differs(const secagg::SessionSetup& setup, const AnswerFacts& facts,
                    const EncodedAnswer& answer, uint64_t highest_session) {
  if (setup.profile != secagg::Profile::kPlain) return "the profile is not plain";
  if (setup.session_number <= highest_session) return "the session's number was used before";
  if (setup.job_digest != facts.job->digest) return "another job";
  if (setup.purpose != TraitsOf(facts.task.kind).purpose) return "another kind of task";
  if (setup.round != facts.task.round || setup.base_version != facts.task.model_version)
    return "another round";
  if (setup.model_sha256 != facts.model_sha256) return "another model";
  if (setup.ring_bits != answer.ring_bits || setup.segments != answer.segments)
    return "the vector is laid out otherwise than the job says";
  return "";
}

}  // namespace

std::unique_ptr<TaskSession> TaskSession::Open(Turn& turn, const v1::Signed& params,
                                               AnswerFacts facts, EncodedAnswer answer) {
  SiteSide side = SideOf(turn.site, facts, answer);
  auto opened = ClientSession::Open(params, std::move(side), std::move(answer.vector.bytes));
  auto session =
      std::unique_ptr<TaskSession>(new TaskSession(std::move(opened.first), std::move(facts)));
  if (!opened.second.ended) {
    const uint64_t number = session->session_->session_number();
    Enter(turn, number);
    turn.Emit(SessionStarted{session->facts_.task, number});
  }
  return session->Say(turn, std::move(opened.second)).ended ? nullptr : std::move(session);
}

bool TaskSession::IsOf(const v1::Signed& params) const {
  return crypto::Sha256(AsSpan(params.payload())) == session_->params_hash();
}

void TaskSession::Forget(Turn& turn, const std::string& reason) {
  if (std::exchange(fetching_, 0) != 0) turn.out.work.emplace_back(StopFetching{});
  turn.Emit(SessionLeft{facts_.task, reason});
}

TaskSession::Outcome TaskSession::Take(Turn& turn, const v1::SecAggToSite& message) {
  if (!message.has_large()) return Handle(turn, message);
  if (message.large().params_hash() == AsView(session_->params_hash()))
    Fetch(turn, message.large());
  return {};
}

// Said again, on a new connection: what is missing is asked for there.
void TaskSession::Fetch(Turn& turn, const v1::LargeMessage& large) {
  if (fetching_ == 0 || fetched_sha256_ != large.sha256()) fetching_ = turn.site.NextWork();
  fetched_sha256_ = large.sha256();
  FetchMessage work{.work = fetching_, .session = large.params_hash(), .bytes = large.size()};
  std::copy(large.sha256().begin(), large.sha256().end(), work.sha256.begin());
  turn.out.work.emplace_back(std::move(work));
}

TaskSession::Outcome TaskSession::Fetched(Turn& turn, const MessageFetched& result) {
  if (result.work != fetching_) return {};
  fetching_ = 0;
  const auto refuse = [&](const std::string& why) {
    return Say(turn, session_->Abort(StrCat("a fetched message was refused: ", why)));
  };
  const Result<Bytes> bytes = ReadWhole(*result.bytes, limits::kSessionMessageBytes);
  if (!bytes.ok()) return refuse(bytes.error().Text());
  v1::SecAggToSite message;
  if (!message.ParseFromArray(bytes->data(), static_cast<int>(bytes->size())))
    return refuse("it cannot be read");
  const wire::Fault fault = wire::ValidateSecAgg(message);
  if (!fault.empty()) return refuse(std::string(fault));
  if (message.has_large()) return refuse("it names another one");
  return Handle(turn, message);
}

TaskSession::Outcome TaskSession::Handle(Turn& turn, const v1::SecAggToSite& message) {
  if (message.has_unmask_request()) believed_survivors_ = message.unmask_request().survivors();
  return Say(turn, session_->Handle(message));
}

TaskSession::Outcome TaskSession::Masked(Turn& turn, InputMasked result) {
  if (result.work != masking_) return {};
  masking_ = 0;
  return Say(turn, session_->MaskDone(std::move(result.masked)));
}

TaskSession::Outcome TaskSession::Refused(Turn& turn, const WorkRefused& result) {
  if (!Awaits(result.work)) return {};
  masking_ = fetching_ = 0;
  return Say(turn, session_->Abort(result.text));
}

void TaskSession::Leave(Turn& turn, const std::string& reason) {
  Say(turn, session_->Abort(reason));
}

TaskSession::Outcome TaskSession::Say(Turn& turn, ClientOutput output) {
  if (output.reply && output.reached) NoteSigned(turn, *output.reply);
  if (output.reply.has_value()) {
    *turn.Send().mutable_secagg() = *std::move(output.reply);
    turn.out.send.back().payload = std::move(output.payload);
  }
  if (output.directory.has_value()) {
    turn.site.options.directory.newest = *output.directory;
    turn.out.persist.emplace_back(NoteDirectory{*output.directory});
  }
  if (output.spent)
    Spend(turn, facts_, session_->session_number(), session_->params_hash(), true,
          output.upload ? output.upload->bytes->size() : 0);
  if (output.work.has_value()) {
    masking_ = turn.site.NextWork();
    turn.out.work.emplace_back(MaskInput{masking_, *std::move(output.work)});
  }
  if (output.ended && std::exchange(fetching_, 0) != 0) turn.out.work.emplace_back(StopFetching{});
  if (output.abort_reason.has_value())
    turn.Emit(SessionLeft{facts_.task, *output.abort_reason});
  else if (output.ended)
    turn.Emit(SessionEnded{facts_.task, output.succeeded, output.included});
  return {.spent = output.spent, .ended = output.ended, .upload = std::move(output.upload)};
}

void TaskSession::NoteSigned(Turn& turn, const v1::SecAggToCoordinator& reply) const {
  using transcript::OwnStep;
  const auto note = [&](OwnStep step, const std::string& payload) {
    turn.out.persist.emplace_back(NoteSaid{session_->params_hash(), session_->session_number(),
                                           static_cast<int>(step), payload});
  };
  if (reply.has_advertise())
    note(OwnStep::kAdvertise, reply.advertise().advertisement().payload());
  else if (reply.has_shares())
    note(OwnStep::kShares, reply.shares().commitment().payload());
  else if (reply.has_masked_input())
    note(OwnStep::kMaskedInput, reply.masked_input().commitment().payload());
  else if (reply.has_alive())
    note(OwnStep::kAlive, reply.alive().statement().payload());
  else if (reply.has_unmask() && !believed_survivors_.empty())
    note(OwnStep::kRevealed, ToString(crypto::Sha256(AsSpan(believed_survivors_))));
}

std::optional<Reason> SendPlain(Turn& turn, const v1::PlainRequest& request,
                                const AnswerFacts& facts, const EncodedAnswer& answer) {
  SiteContext& site = turn.site;
  if (site.options.policy.secure_required || facts.job->secure)
    return Reason{"policy_secure_aggregation", "an unmasked answer is not allowed"};
  const v1::Signed& signed_params = request.params();
  if (!crypto::VerifyEd25519(site.coordinator->signing_key, crypto::context::kSessionParams,
                             AsSpan(signed_params.payload()), AsSpan(signed_params.signature())))
    return Reason{"params_refused", "the signature is not the coordinator's"};
  const auto params = wire::CheckParams(AsSpan(signed_params.payload()));
  if (!params.ok()) return Reason{"params_refused", params.error().Text()};
  const std::string differs = Differs(params->setup, facts, answer, site.highest_session);
  if (!differs.empty()) return Reason{"params_refused", differs};

  Enter(turn, params->setup.session_number);
  v1::PlainInput& input = *turn.Send().mutable_plain_input();
  input.set_task_id(request.task_id());
  input.set_params_hash(ToString(params->hash));
  const uint64_t bytes = answer.vector.bytes->size();
  const bool fetched = bytes > site.options.inline_bytes;
  if (fetched) {
    input.set_sha256(ToString(answer.vector.sha256));
    input.set_size(bytes);
  } else {
    Result<Bytes> whole = ReadWhole(*answer.vector.bytes, bytes);
    if (!whole.ok()) {
      turn.out.send.pop_back();
      return Reason{"disk_failed", "the answer cannot be read back"};
    }
    turn.out.send.back().payload = *std::move(whole);
  }
  Spend(turn, facts, params->setup.session_number, params->hash, false, fetched ? bytes : 0);
  return std::nullopt;
}

}  // namespace hansa::client
