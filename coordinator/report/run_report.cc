#include "coordinator/report/run_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "coordinator/report/event_fields.h"

namespace hansa::coordinator {
namespace {

using Json = nlohmann::ordered_json;
using Handler = void (*)(RunReport&, const Json&);

void Note(RunReport& r, const Json& event, std::string what, std::string why) {
  r.happenings.push_back(
      {TextField(event, "time"), std::move(what), TextField(event, "site"), std::move(why)});
  if (r.happenings.size() <= RunReport::kHappenings) return;
  r.happenings.erase(r.happenings.begin());
  ++r.happenings_left_out;
}

std::string InRound(const Json& event, const std::string& what) {
  return StrCat("round ", CountField(event, "round"), what.empty() ? "" : ", ", what);
}

void OnJobStarted(RunReport& r, const Json& event) {
  r.job_id = TextField(event, "job_id");
  r.name = TextField(event, "name");
  r.task = TextField(event, "task");
  r.rounds = CountField(event, "rounds");
  r.quorum = CountField(event, "quorum");
  r.secure = FlagField(event, "secure_aggregation");
  r.sites.SetKey(StrCat(TextField(event, "pseudonym_key"), r.job_id));
  r.sites.Meet(TextsField(event, "sites"));
}

void OnJobResumed(RunReport& r, const Json& event) {
  ++r.restarts;
  Note(r, event, InRound(event, TextField(event, "phase")),
       "the coordinator was started again and goes on");
}

void OnSiteDeclined(RunReport& r, const Json& event) {
  const std::string site = TextField(event, "site");
  r.sites.Meet({site});
  r.sites.Refuse(site);
  std::string why;
  for (const std::string& text : TextsField(event, "reasons"))
    why += StrCat(why.empty() ? "" : "; ", text);
  Note(r, event, "refused to take part", why);
}

void OnRoundStarted(RunReport& r, const Json& event) {
  r.sites.BeginRound(TextsField(event, "sites"));
}

void CountDrop(RunReport& r, const std::string& step, const std::string& reason, uint64_t round) {
  auto found = std::find_if(r.drops.begin(), r.drops.end(), [&](const auto& group) {
    return group.step == step && group.reason == reason;
  });
  if (found == r.drops.end()) {
    if (r.drops.size() >= RunReport::kDropGroups) {
      if (reason != "other reasons")
        CountDrop(r, "any", "other reasons", round);
      else
        r.drops.push_back({step, reason, 1, round, round});
      return;
    }
    found = r.drops.insert(r.drops.end(), {step, reason, 0, round, round});
  }
  ++found->count;
  found->last_round = round;
}

void OnClientDropped(RunReport& r, const Json& event) {
  const std::string site = TextField(event, "site"), step = TextField(event, "step");
  r.sites.Meet({site});
  r.sites.Drop(site);
  CountDrop(r, step, TextField(event, "reason"), CountField(event, "round"));
  Note(r, event, InRound(event, step), TextField(event, "reason"));
}

// Without the file's name, which has the site's id: the page may be shown to anybody.
void OnSiteConvicted(RunReport& r, const Json& event) {
  const bool dealing = TextField(event, "fault") == "false_dealing";
  r.sites.Meet({TextField(event, "site")});
  Note(r, event, InRound(event, "convicted, and left out from here on"),
       StrCat(dealing ? "it dealt false shares" : "it revealed a false share", " in session ",
              CountField(event, "session"), "; the evidence is in the run's folder"));
}

void OnModelPublished(RunReport& r, const Json& event) {
  r.versions.push_back({CountField(event, "version"), CountField(event, "round"),
                        TextField(event, "time"), TextField(event, "sha256"),
                        FlagField(event, "void"), NumberField(event, "anomaly_threshold")});
}

void OnRoundFinished(RunReport& r, const Json& event) {
  r.sites.FinishRound();
  RunReport::Row row;
  row.round = CountField(event, "round");
  row.version = CountField(event, "version");
  row.clients = CountField(event, "clients");
  row.dropped = CountField(event, "dropped");
  row.bytes_up = CountField(event, "bytes_up");
  row.bytes_down = CountField(event, "bytes_down");
  row.metrics = NumbersField(event, "metrics");
  row.seconds = NumbersField(event, "seconds");
  r.rows.push_back(std::move(row));
  r.unit = TextField(event, "unit");
}

void OnRoundFailed(RunReport& r, const Json& event) {
  ++r.failed_attempts;
  Note(r, event, InRound(event, StrCat("attempt ", CountField(event, "attempt"), " failed")),
       TextField(event, "reason"));
}

void OnEvaluationFailed(RunReport& r, const Json& event) {
  Note(r, event, InRound(event, "evaluation failed"), TextField(event, "reason"));
}

void OnJobFinished(RunReport& r, const Json& event) {
  r.state = TextField(event, "state");
  r.reason = TextField(event, "reason");
  r.seconds = NumberField(event, "seconds");
  const auto model = event.find("model");
  if (model == event.end()) return;
  r.model_name = TextField(*model, "name");
  r.model_version = CountField(*model, "version");
  r.model_sha256 = TextField(*model, "sha256");
}

void OnStatisticsGathered(RunReport& r, const Json& event) { r.statistics = ColumnsIn(event); }

void Nothing(RunReport&, const Json&) {}

// What is not listed here is shown as it is.
void OnOther(RunReport& r, const Json& event) {
  std::string what = TextField(event, "event"), why = TextField(event, "reason");
  std::replace(what.begin(), what.end(), '_', ' ');
  for (const auto& [key, value] : event.items()) {
    if (key == "index" || key == "time" || key == "event" || key == "site" || key == "reason" ||
        key == "round" || !value.is_primitive())
      continue;
    why += StrCat(why.empty() ? "" : ", ", key, ": ",
                  value.is_string() ? value.get<std::string>() : value.dump());
  }
  Note(r, event, event.contains("round") ? InRound(event, what) : what, why);
}

const std::map<std::string, Handler>& Handlers() {
  static const std::map<std::string, Handler> handlers = {
      {"job_started", OnJobStarted},
      {"job_resumed", OnJobResumed},
      {"site_declined", OnSiteDeclined},
      {"round_started", OnRoundStarted},
      {"training_finished", Nothing},
      {"session_started", Nothing},
      {"group_lost", Nothing},
      {"session_finished", Nothing},
      {"client_dropped", OnClientDropped},
      {"site_convicted", OnSiteConvicted},
      {"model_published", OnModelPublished},
      {"round_finished", OnRoundFinished},
      {"statistics_gathered", OnStatisticsGathered},
      {"evaluation_failed", OnEvaluationFailed},
      {"round_failed", OnRoundFailed},
      {"job_finished", OnJobFinished},
  };
  return handlers;
}

}  // namespace

void RunReport::Add(const Json& event) {
  newest = TextField(event, "time");
  if (started.empty()) started = newest;
  const auto handler = Handlers().find(TextField(event, "event"));
  (handler == Handlers().end() ? OnOther : handler->second)(*this, event);
}

uint64_t RunReport::drop_count() const {
  uint64_t count = 0;
  for (const DropGroup& group : drops) count += group.count;
  return count;
}

std::string MetricsLines(const RunReport::Row& row) {
  std::string lines;
  const auto total = row.seconds.find("total");
  for (const auto& [metric, value] : row.metrics)
    lines += StrCat(row.round, ",", metric, ",", Json(value).dump(), ",", row.clients, ",",
                    Json(total == row.seconds.end() ? 0.0 : total->second).dump(), ",",
                    row.bytes_up + row.bytes_down, "\n");
  return lines;
}

}  // namespace hansa::coordinator
