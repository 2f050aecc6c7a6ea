// What the coordinator and the network do in a site's scenario.

#include "common/base/text.h"
#include "common/config/units.h"
#include "common/crypto/contexts.h"
#include "common/identity/authority.h"
#include "common/job/statistics_segments.h"
#include "common/job/task_segments.h"
#include "common/wire/session_params.h"
#include "tests/scenario/site_world.h"
#include "tests/support/job_file.h"

namespace hansa::testing {
namespace {

namespace cl = hansa::client;

std::string Join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::string SiteWorld::Link(const ScenarioStep& step) {
  const std::string what = step.words.at(0);
  if (what == "up") return Step(cl::LinkUp{});
  return Step(cl::LinkDown{.denied = what == "denied"});
}

std::string SiteWorld::Welcome(const ScenarioStep& step) {
  const std::string forged = step.Option("forged");
  const crypto::SigningKey& signer = forged == "authority" ? fleet_.coordinator : fleet_.authority;
  const identity::CurvePublic curve = {static_cast<uint8_t>(forged == "curve" ? 8 : 9)};
  v1::ToSite message;
  auto* welcome = message.mutable_welcome();
  welcome->set_protocol(static_cast<uint32_t>(step.Number("protocol", 1)));
  *welcome->mutable_coordinator() =
      identity::CertifyCoordinator(signer, fleet_.coordinator.public_key(), curve);
  welcome->set_heartbeat_ms(ParseDuration(step.Option("heartbeat", "60s")).value() /
                            milliseconds(1));
  welcome->set_unix_ms(now().unix_ms + step.Number("ahead", 0));
  return Say(std::move(message));
}

std::string SiteWorld::Goodbye(const ScenarioStep& step) {
  v1::ToSite message;
  message.mutable_goodbye()->set_reason(Join(step.words));
  return Say(std::move(message));
}

std::string SiteWorld::Heartbeat(const ScenarioStep&) {
  v1::ToSite message;
  message.mutable_heartbeat()->set_sequence(1);
  return Say(std::move(message));
}

std::string SiteWorld::Offer(const ScenarioStep& step) {
  v1::ToSite message;
  auto* offer = message.mutable_job_offer();
  offer->set_offer_id(++last_offer_);
  if (step.words == std::vector<std::string>{"garbage"}) {
    offer->set_job_toml("name = \"wind\"\n[roundss]\ncount = 1\n");
    return Say(std::move(message));
  }
  std::map<std::string, std::string> options = step.options;
  offer->set_dry_run(options.erase("dry") > 0);
  offer->set_job_toml(JobFile(options));
  job_ = ParseJob(offer->job_toml(), "job.toml").value();
  return Say(std::move(message));
}

std::string SiteWorld::Start(const ScenarioStep& step) {
  const std::string kind = step.words.at(0);
  if (!step.Has("task")) ++last_task_;
  const bool has_model = kind != "statistics";
  const Bytes file =
      has_model ? ModelFile(static_cast<uint64_t>(step.Number("version", 0))) : Bytes();
  v1::ToSite message;
  auto* start = message.mutable_task_start();
  start->set_task_id(std::string(15, 't') + static_cast<char>('a' + last_task_));
  start->set_job_digest(step.Has("job") ? std::string(32, 'x') : ToString(job_.digest));
  start->set_kind(kind == "statistics" ? v1::TASK_KIND_STATISTICS
                  : kind == "evaluate" ? v1::TASK_KIND_EVALUATE
                                       : v1::TASK_KIND_TRAIN);
  start->set_round(static_cast<uint64_t>(step.Number("round", 1)));
  start->set_model_version(static_cast<uint64_t>(step.Number("version", 0)));
  if (has_model) {
    start->set_model_sha256(ToString(crypto::Sha256(file)));
    start->set_model_bytes(static_cast<uint64_t>(step.Number("bytes", long(file.size()))));
  }
  start->set_script_bytes(static_cast<uint64_t>(step.Number("script_bytes", 0)));
  if (step.Has("mean")) {
    v1::ColumnScale& scale = *start->add_normalisation();
    scale.set_column(step.Option("column", "speed"));
    scale.set_mean(std::stod(step.Option("mean")));
    scale.set_scale(std::stod(step.Option("scale", "1")));
  }
  start->set_window_ms(ParseDuration(step.Option("window", "60s")).value() / milliseconds(1));
  task_ = *start;
  return Say(std::move(message));
}

std::string SiteWorld::Model(const ScenarioStep& step) {
  const std::string what = step.Option("bytes");
  const cl::WorkNumber work = TakeWork("model");
  if (what == "none")
    return Step(cl::WorkRefused{work, "model_unavailable", "the coordinator has no such model"});
  crypto::Digest announced{};
  std::copy(task_.model_sha256().begin(), task_.model_sha256().end(), announced.begin());
  const Bytes file = ModelFile(what == "other" ? 99 : task_.model_version());
  const auto model = cl::LoadModel(MakeBlob(file), announced);
  if (model.ok()) return Step(cl::ModelFetched{work, *model});
  return Step(cl::WorkRefused{work, "model_digest", model.error().Text()});
}

std::string SiteWorld::Script(const ScenarioStep& step) {
  const cl::WorkNumber work = TakeWork("script");
  if (step.Option("bytes") == "other")
    return Step(cl::WorkRefused{work, "script_digest", "the file is not the one announced"});
  return Step(cl::ScriptFetched{work, MakeBlob(ToBytes("a network"))});
}

v1::Signed SiteWorld::Params(const ScenarioStep& step, bool plain) {
  const bool counts = task_.kind() == v1::TASK_KIND_STATISTICS;
  const bool evaluate = (task_.kind() == v1::TASK_KIND_EVALUATE) != step.Has("purpose");
  secagg::SessionSetup setup;
  setup.session_number = static_cast<uint64_t>(step.Number("session", 1));
  setup.job_digest = step.Has("job") ? crypto::Digest{7} : job_.digest;
  setup.purpose = evaluate ? secagg::Purpose::kEvaluate : secagg::Purpose::kTrain;
  setup.round = static_cast<uint64_t>(step.Number("round", long(task_.round())));
  setup.base_version = task_.model_version();
  if (!counts) setup.model_sha256 = crypto::Sha256(ModelFile(task_.model_version()));
  if (step.Has("model")) setup.model_sha256 = {7};
  setup.ring_bits = task_.kind() == v1::TASK_KIND_TRAIN ? job_.ring_bits : kEvaluationRingBits;
  if (counts) {
    setup.purpose = secagg::Purpose::kStatistics;
    setup.segments = StatisticsSegments(job_).value();
  } else if (task_.kind() == v1::TASK_KIND_EVALUATE) {
    setup.segments = EvaluateSegments(job_).value();
  } else {
    setup.segments = TrainSegments(job_, LayoutOf(job_.network).elements()).value();
  }
  if (step.Has("scale")) setup.segments[0].scale_bits -= 1;
  setup.max_weight = static_cast<uint32_t>(step.Number("weight", long(job_.max_weight)));
  setup.smallest_cohort = static_cast<uint32_t>(step.Number("min", long(job_.clients_min)));
  setup.largest_cohort = job_.clients_target;
  setup.profile = plain ? secagg::Profile::kPlain : secagg::Profile::kComplete;
  setup.colluders = static_cast<uint32_t>(step.Number("colluders", long(job_.colluders)));
  const Bytes payload = wire::SerializeParams(setup);
  params_hash_ = crypto::Sha256(payload);
  const crypto::SigningKey& key = step.Has("signed") ? fleet_.authority : fleet_.coordinator;
  v1::Signed params;
  params.set_payload(ToString(payload));
  params.set_signature(ToString(key.Sign(crypto::context::kSessionParams, payload)));
  return params;
}

std::string SiteWorld::Plain(const ScenarioStep& step) {
  v1::ToSite message;
  message.mutable_plain_request()->set_task_id(step.Has("task") ? std::string(16, 'x')
                                                                : task_.task_id());
  *message.mutable_plain_request()->mutable_params() = Params(step, !step.Has("profile"));
  return Say(std::move(message));
}

std::string SiteWorld::MaskedSum(const ScenarioStep& step) {
  v1::ToSite message;
  *message.mutable_secagg()->mutable_params() = Params(step, step.Has("profile"));
  return Say(std::move(message));
}

std::string SiteWorld::SessionEnd(const ScenarioStep& step) {
  v1::ToSite message;
  message.mutable_secagg()->mutable_end()->set_params_hash(ToString(params_hash_));
  message.mutable_secagg()->mutable_end()->set_succeeded(step.Has("succeeded"));
  return Say(std::move(message));
}

std::string SiteWorld::End(const ScenarioStep& step) {
  v1::ToSite message;
  message.mutable_task_end()->set_task_id(step.Has("task") ? std::string(16, 'x')
                                                           : task_.task_id());
  message.mutable_task_end()->set_outcome(Join(step.words));
  return Say(std::move(message));
}

std::string SiteWorld::Announce(const ScenarioStep& step) {
  v1::ToSite message;
  message.mutable_model_announced()->set_name(job_.name);
  message.mutable_model_announced()->set_version(static_cast<uint64_t>(step.Number("version", 1)));
  return Say(std::move(message));
}

std::string SiteWorld::JobEnded(const ScenarioStep& step) {
  v1::ToSite message;
  message.mutable_job_ended()->set_job_digest(ToString(job_.digest));
  message.mutable_job_ended()->set_succeeded(step.words.empty());
  message.mutable_job_ended()->set_reason(Join(step.words));
  return Say(std::move(message));
}

}  // namespace hansa::testing
