#include "coordinator/app/event_json.h"

#include <nlohmann/json.hpp>

#include "coordinator/app/statistics_json.h"

namespace hansa::coordinator {
namespace {

using Json = nlohmann::ordered_json;

struct Named {
  const char* name;
  Json fields;
};

Named Of(const JobStarted& e) {
  return {"job_started",
          {{"job_id", e.job_id},
           {"name", e.name},
           {"rounds", e.rounds},
           {"quorum", e.quorum},
           {"sites", e.sites},
           {"secure_aggregation", e.secure_aggregation},
           {"task", e.task}}};
}
Named Of(const JobResumed& e) {
  return {"job_resumed", {{"round", e.round}, {"attempt", e.attempt}, {"phase", e.phase}}};
}
Named Of(const JobPaused& e) {
  return {"job_paused", {{"round", e.round}, {"attempt", e.attempt}}};
}
Named Of(const JobContinued& e) {
  return {"job_continued", {{"round", e.round}, {"attempt", e.attempt}}};
}
Named Of(const SiteDeclined& e) {
  return {"site_declined", {{"site", e.site}, {"reasons", e.reasons}}};
}
Named Of(const RoundStarted& e) {
  return {"round_started", {{"round", e.round}, {"attempt", e.attempt}, {"sites", e.sites}}};
}
Named Of(const TrainingFinished& e) {
  Json fields = {{"round", e.round}, {"ready", e.ready}, {"seconds", e.seconds}};
  if (e.not_needed > 0) fields["not_needed"] = e.not_needed;
  return {"training_finished", std::move(fields)};
}
Named Of(const SessionStarted& e) {
  Json fields = {{"round", e.round}, {"purpose", e.purpose}, {"sites", e.sites}};
  if (e.groups > 1) fields["groups"] = e.groups;
  if (e.prepared) fields["prepared"] = true;
  return {"session_started", std::move(fields)};
}
Named Of(const GroupLost& e) {
  return {"group_lost",
          {{"round", e.round},
           {"purpose", e.purpose},
           {"group", e.group},
           {"groups", e.groups},
           {"sites", e.sites},
           {"reason", e.reason}}};
}
Named Of(const SessionFinished& e) {
  return {"session_finished",
          {{"round", e.round},
           {"purpose", e.purpose},
           {"included", e.included},
           {"seconds", e.seconds}}};
}
Named Of(const ClientDropped& e) {
  return {"client_dropped",
          {{"round", e.round}, {"site", e.site}, {"step", e.step}, {"reason", e.reason}}};
}
Named Of(const SiteConvicted& e) {
  return {"site_convicted",
          {{"round", e.round},
           {"site", e.site},
           {"site_id", e.site_id},
           {"fault", e.fault},
           {"session", e.session},
           {"evidence", e.evidence}}};
}
Named Of(const TransferUnderWay& e) {
  return {"transfer",
          {{"round", e.round},
           {"site", e.site},
           {"direction", e.up ? "up" : "down"},
           {"bytes", e.bytes},
           {"size", e.size}}};
}
Named Of(const ModelPublished& e) {
  Json fields = {{"name", e.name}, {"version", e.version}, {"sha256", e.sha256},
                 {"path", e.path}, {"round", e.round},     {"void", e.is_void}};
  if (e.anomaly_threshold) fields["anomaly_threshold"] = *e.anomaly_threshold;
  return {"model_published", std::move(fields)};
}
Named Of(const RoundFinished& e) {
  const PhaseSeconds& s = e.seconds;
  Json seconds = {{"selecting", s.selecting},     {"training", s.training},
                  {"aggregating", s.aggregating}, {"publishing", s.publishing},
                  {"evaluating", s.evaluating},   {"total", s.total}};
  if (s.counting > 0) seconds["counting"] = s.counting;
  return {"round_finished",
          {{"round", e.round},
           {"version", e.version},
           {"clients", e.clients},
           {"metrics", e.metrics},
           {"unit", e.unit},
           {"seconds", std::move(seconds)},
           {"bytes_up", e.bytes_up},
           {"bytes_down", e.bytes_down},
           {"dropped", e.dropped}}};
}
Named Of(const StatisticsGathered& e) {
  Json fields = {{"round", e.round}};
  fields.update(ToJson(e.statistics, e.normalisation));
  return {"statistics_gathered", std::move(fields)};
}
Named Of(const EvaluationFailed& e) {
  return {"evaluation_failed", {{"round", e.round}, {"reason", e.reason}}};
}
Named Of(const RoundFailed& e) {
  return {"round_failed", {{"round", e.round}, {"attempt", e.attempt}, {"reason", e.reason}}};
}
Named Of(const JobFinished& e) {
  Json fields = {{"job_id", e.job_id},
                 {"state", e.state},
                 {"code", e.code},
                 {"reason", e.reason},
                 {"rounds_done", e.rounds_done},
                 {"version", e.version},
                 {"seconds", e.seconds}};
  const FinalModel& m = e.model;
  fields["model"] = m.name.empty() ? Json::object()
                                   : Json{{"name", m.name},
                                          {"version", m.version},
                                          {"sha256", m.sha256},
                                          {"path", m.path},
                                          {"signature", m.signature}};
  if (!e.best.metric.empty())
    fields["best"] = {
        {"metric", e.best.metric}, {"value", e.best.value}, {"version", e.best.version}};
  return {"job_finished", std::move(fields)};
}

}  // namespace

Json ToJson(const Event& event, uint64_t index, UnixMillis time) {
  Named named = std::visit([](const auto& e) { return Of(e); }, event);
  Json line = {{"index", index}, {"time", FormatUtc(time)}, {"event", named.name}};
  line.update(named.fields);
  return line;
}

}  // namespace hansa::coordinator
