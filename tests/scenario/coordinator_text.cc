#include "tests/scenario/coordinator_text.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "common/base/text.h"
#include "common/wire/session_params.h"
#include "coordinator/app/event_json.h"
#include "tests/support/memory_publisher.h"

namespace hansa::testing {
namespace {

namespace co = hansa::coordinator;

std::string TextOf(const co::Persist& persist) {
  if (const auto* session = std::get_if<co::UsedSessionNumber>(&persist))
    return StrCat("session ", session->number);
  if (const auto* job = std::get_if<v1::JobRecord>(&persist))
    return StrCat("job ", job->state(), ", rounds done ", job->rounds_done(), ", model version ",
                  job->model_version(), job->has_statistics() ? ", statistics" : "",
                  job->normalisation().empty() ? "" : ", normalisation");
  if (const auto* round = std::get_if<v1::RoundRecord>(&persist))
    return StrCat("round ", round->round(), ", attempt ", round->attempt(), ", ", round->phase(),
                  round->sessions().empty() ? ""
                  : round->sessions_size() == 1
                      ? ", in a session"
                      : StrCat(", in ", round->sessions_size(), " sessions"));
  if (const auto* step = std::get_if<v1::SessionStepRecord>(&persist))
    return StrCat("step ", static_cast<int>(step->step_case()) - 2, " of the session");
  if (std::holds_alternative<co::Measured>(persist)) return "";
  const auto& version = std::get<v1::VersionRecord>(persist);
  return StrCat("version ", version.version(), " of ", version.name());
}

std::string SessionText(const v1::Signed& params) {
  const auto checked = wire::CheckParams(AsSpan(params.payload()));
  if (!checked.ok()) return "with parameters that do not parse";
  return StrCat("session ", checked->setup.session_number, ", round ", checked->setup.round,
                ", model version ", checked->setup.base_version);
}

std::string TextOf(const v1::SecAggToSite& message) {
  if (message.has_params()) return StrCat("open a masked sum: ", SessionText(message.params()));
  if (message.has_end())
    return message.end().succeeded() ? "masked sum is done" : "masked sum ends";
  return StrCat("masked sum, message ", static_cast<int>(message.body_case()));
}

std::string TextOf(const v1::TaskStart& start) {
  const std::string window = StrCat(", ", start.window_ms() / 1000, " s");
  if (start.kind() == v1::TASK_KIND_STATISTICS)
    return StrCat("count columns, round ", start.round(), window);
  std::string text =
      StrCat("start ", start.kind() == v1::TASK_KIND_TRAIN ? "training" : "evaluation", ", round ",
             start.round(), ", from model version ", start.model_version(), window);
  for (const v1::ColumnScale& scale : start.normalisation())
    text += StrCat(", ", scale.column(), " with mean ", scale.mean(), " and scale ", scale.scale());
  return text;
}

std::string TextOf(const co::Send& send) {
  const v1::ToSite& message = send.message;
  if (message.has_job_offer())
    return message.job_offer().dry_run() ? "would you take this job?" : "here is a job";
  if (message.has_task_start()) return TextOf(message.task_start());
  if (message.has_task_end()) return StrCat("the task is over: ", message.task_end().outcome());
  if (message.has_blob()) return "no such model";
  if (message.has_plain_request())
    return StrCat("send the answer plain: ", SessionText(message.plain_request().params()));
  if (message.has_secagg()) return TextOf(message.secagg());
  if (message.has_model_announced())
    return StrCat("new model version ", message.model_announced().version());
  if (message.has_job_ended())
    return StrCat("the job has ended: ",
                  message.job_ended().succeeded() ? "succeeded" : message.job_ended().reason());
  return StrCat("message ", static_cast<int>(message.body_case()));
}

std::string TextOf(const co::Work& work, const NameOf& name_of) {
  const auto* publish = std::get_if<co::PublishWork>(&work.what);
  if (publish == nullptr) return "unmask";
  using Kind = co::PublishWork::Kind;
  const std::string version = StrCat(" version ", publish->version);
  if (publish->kind == Kind::kInitial) return StrCat("make the initial model,", version);
  if (publish->kind == Kind::kVoid)
    return StrCat("make a void model,", version, ", of version ", publish->parent->version);
  if (publish->kind == Kind::kThreshold)
    return StrCat("make", version, ", of the weights of version ", publish->parent->version,
                  ", with a threshold of ", std::round(*publish->anomaly_threshold * 1000) / 1000);
  std::string text =
      StrCat("make", version, " from version ", publish->parent->version, " and the sum of");
  for (const co::SiteId& site : publish->sum->included) text += " " + name_of(site);
  return StrCat(text, ", mean update ", MemoryPublisher::MeanUpdate(*publish->sum).front());
}

std::string TextOf(const nlohmann::ordered_json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const auto& item : value) text += (text.empty() ? "" : ",") + TextOf(item);
  return text;
}

// What differs from build to build, or is said elsewhere, is left out.
std::string TextOf(const co::Event& event) {
  static const std::set<std::string> kLeftOut = {
      "index", "time",    "event",    "job_id",     "sha256",
      "path",  "seconds", "bytes_up", "bytes_down", "secure_aggregation",
      "model"};
  const auto json = co::ToJson(event, 0, 0);
  std::string text = json["event"];
  for (const auto& field : json.items())
    if (!kLeftOut.contains(field.key()) && !(field.key() == "task" && field.value() == "train") &&
        !TextOf(field.value()).empty() && field.value() != false && TextOf(field.value()) != "{}")
      text += StrCat(" ", field.key(), "=", TextOf(field.value()));
  return text;
}

std::string TextOf(const co::CheckReport& report) {
  std::string text;
  for (const co::Verdict& verdict : report.verdicts) {
    text += StrCat(text.empty() ? "" : "; ", verdict.name, verdict.accepted ? " is able" : ":");
    for (const std::string& reason : verdict.reasons) text += " " + reason;
  }
  return text.empty() ? "no sites" : text;
}

// Messages that say the same to several sites in a row are one line.
std::string SendsText(const std::vector<co::Send>& sends, const NameOf& name_of) {
  std::string out, to, what;
  for (const co::Send& send : sends) {
    const std::string text = TextOf(send);
    if (text != what && !to.empty()) out += StrCat("to ", to, ": ", what, "\n");
    to = (text == what && !to.empty() ? to + ", " : "") + name_of(send.site);
    what = text;
  }
  return to.empty() ? out : StrCat(out, "to ", to, ": ", what, "\n");
}

}  // namespace

std::string TextOf(const co::Effects& effects, const NameOf& name_of) {
  std::string out;
  for (const co::Persist& persist : effects.persist)
    if (const std::string what = TextOf(persist); !what.empty())
      out += StrCat("store: ", what, "\n");
  out += SendsText(effects.sends, name_of);
  for (const co::Serve& serve : effects.serves)
    out += StrCat("to ", name_of(serve.site), ": the model, ",
                  serve.whole ? "" : StrCat("from byte ", serve.range.offset, " on, "),
                  serve.range.bytes, " bytes\n");
  for (const co::Work& work : effects.work)
    out += StrCat("work ", work.ticket, ": ", TextOf(work, name_of), "\n");
  for (const co::JobEvent& event : effects.events) out += StrCat("* ", TextOf(event.event), "\n");
  for (const co::CheckReport& report : effects.checks)
    out += StrCat("check ", report.check_id, ": ", TextOf(report), "\n");
  for (const co::PeerFault& fault : effects.faults)
    out += StrCat("! ", name_of(fault.site), " ", fault.name, "\n");
  return out;
}

}  // namespace hansa::testing
