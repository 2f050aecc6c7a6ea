#include "coordinator/cli/event_text.h"

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/base/text.h"
#include "common/terminal/table.h"
#include "coordinator/cli/statistics_table.h"
#include "coordinator/report/event_fields.h"

namespace hansa::cli {
namespace {

using Json = nlohmann::ordered_json;
using coordinator::CountField;
using coordinator::FlagField;
using coordinator::NumberField;
using coordinator::NumbersField;
using coordinator::TextField;
using coordinator::TextsField;
using terminal::Fixed;
using Mood = EventText::Mood;

constexpr const char* kHeader =
    "round    error         sites  drops  train s  aggregate s  evaluate s  total s  up         "
    "down";

// Which of the metrics stands in the round's line.
std::string MainMetric(const Json& event) {
  const auto metrics = NumbersField(event, "metrics");
  const std::string unit = TextField(event, "unit");
  const auto of = [&](const char* name) { return metrics.find(name); };
  if (of("rmse") != metrics.end())
    return Fixed(of("rmse")->second, 2) + (unit.empty() ? "" : " " + unit);
  if (of("auroc") != metrics.end()) return "AUROC " + Fixed(of("auroc")->second, 4);
  if (of("f1") != metrics.end()) return "F1 " + Fixed(of("f1")->second, 4);
  if (of("accuracy") != metrics.end()) return Fixed(100 * of("accuracy")->second, 1) + " %";
  return "-";
}

std::string Phase(const std::map<std::string, double>& seconds, const char* name) {
  const auto found = seconds.find(name);
  return found == seconds.end() ? "-" : Fixed(found->second, 2);
}

std::string Reasons(const Json& event) {
  std::string out;
  for (const std::string& reason : TextsField(event, "reasons"))
    out += (out.empty() ? "" : "; ") + reason;
  return out;
}

std::string Round(const Json& event) { return StrCat(CountField(event, "round")); }

std::string MetricsLines(const Json& event) {
  std::string lines = StrCat("Version ", CountField(event, "version"), " on the rows of ",
                             CountField(event, "clients"), " sites:");
  const std::string unit = TextField(event, "unit");
  for (const auto& [name, value] : NumbersField(event, "metrics")) {
    const bool in_unit = name == "rmse" || name == "mae";
    char text[128];
    std::snprintf(text, sizeof text, "\n  %-10s %.6g%s%s", name.c_str(), value,
                  in_unit && !unit.empty() ? " " : "", in_unit ? unit.c_str() : "");
    lines += text;
  }
  return lines;
}

EventText Said(std::string lines, Mood mood = Mood::kPlain) {
  return {.lines = std::move(lines), .mood = mood, .progress = ""};
}
EventText UnderWay(std::string progress) { return {.lines = "", .progress = std::move(progress)}; }

}  // namespace

EventWriter::Handler EventWriter::HandlerOf(const std::string& kind) {
  using W = EventWriter;
  static const std::map<std::string, Handler> handlers = {{"job_started", &W::OnJobStarted},
                                                          {"job_paused", &W::OnPaused},
                                                          {"job_continued", &W::OnContinued},
                                                          {"job_resumed", &W::OnResumed},
                                                          {"site_declined", &W::OnDeclined},
                                                          {"client_dropped", &W::OnDropped},
                                                          {"site_convicted", &W::OnConvicted},
                                                          {"round_started", &W::OnRoundStarted},
                                                          {"transfer", &W::OnTransfer},
                                                          {"session_started", &W::OnSession},
                                                          {"round_failed", &W::OnRoundFailed},
                                                          {"statistics_gathered", &W::OnStatistics},
                                                          {"round_finished", &W::OnRoundFinished},
                                                          {"job_finished", &W::OnJobFinished},
                                                          {"group_lost", &W::OnGroupLost}};
  const auto found = handlers.find(kind);
  return found == handlers.end() ? nullptr : found->second;
}

EventText EventWriter::Write(const Json& event) {
  const Handler handler = HandlerOf(TextField(event, "event"));
  if (handler == nullptr) return {};
  EventText text = (this->*handler)(event);
  text.lines = PlainText(text.lines);
  text.progress = PlainText(text.progress);
  return text;
}

EventText EventWriter::OnJobStarted(const Json& event) {
  rounds_ = CountField(event, "rounds");
  const std::string task = TextField(event, "task");
  task_ = task.empty() ? "train" : task;  // of an earlier version
  return Said(StrCat("Job ", TextField(event, "job_id"), ": ",
                     task_ == "train" ? StrCat(rounds_, " rounds") : task_, ", at least ",
                     CountField(event, "quorum"), " sites, secure aggregation ",
                     FlagField(event, "secure_aggregation") ? "required" : "off"));
}

EventText EventWriter::OnPaused(const Json& event) {
  return Said("  paused before round " + Round(event));
}

EventText EventWriter::OnContinued(const Json& event) {
  return Said("  goes on with round " + Round(event));
}

EventText EventWriter::OnResumed(const Json& event) {
  return Said(StrCat("  the coordinator was restarted and goes on in round ", Round(event), " (",
                     TextField(event, "phase"), ")"));
}

EventText EventWriter::OnDeclined(const Json& event) {
  return Said(StrCat("  ", TextField(event, "site"), " does not take part: ", Reasons(event)));
}

EventText EventWriter::OnDropped(const Json& event) {
  ++dropped_;
  return Said(StrCat("  ", TextField(event, "site"), " dropped in round ", Round(event), " (",
                     TextField(event, "step"), "): ", TextField(event, "reason")));
}

EventText EventWriter::OnConvicted(const Json& event) {
  const bool dealing = TextField(event, "fault") == "false_dealing";
  return Said(StrCat("  ", TextField(event, "site"),
                     dealing ? " dealt false shares" : " revealed a false share", " in session ",
                     CountField(event, "session"), " (round ", Round(event),
                     ") and is left out from here on; evidence: ", TextField(event, "evidence")),
              Mood::kWarning);
}

EventText EventWriter::OnRoundStarted(const Json& event) {
  const bool trains = task_ == "train" && CountField(event, "round") > 0;
  return UnderWay(StrCat("round ", Round(event), trains ? ": training" : ": asking"));
}

EventText EventWriter::OnTransfer(const Json& event) {
  return UnderWay(StrCat("round ", Round(event), ": ", TextField(event, "site"),
                         TextField(event, "direction") == "up" ? " has sent " : " has fetched ",
                         HumanBytes(NumberField(event, "bytes")), " of ",
                         HumanBytes(NumberField(event, "size"))));
}

EventText EventWriter::OnSession(const Json& event) {
  return UnderWay(
      StrCat("round ", Round(event), ": aggregating (", TextField(event, "purpose"), ")"));
}

EventText EventWriter::OnGroupLost(const Json& event) {
  const auto number = [&event](const char* name) {
    return static_cast<uint64_t>(NumberField(event, name));
  };
  return Said(StrCat("  round ", Round(event), ": no sum of group ", number("group"), " of ",
                     number("groups"), ": ", TextField(event, "reason")),
              Mood::kWarning);
}

EventText EventWriter::OnRoundFailed(const Json& event) {
  return Said(StrCat("  round ", Round(event), " failed: ", TextField(event, "reason")),
              Mood::kWarning);
}

EventText EventWriter::OnStatistics(const Json& event) {
  counted_ = true;
  std::string table = StatisticsText(event);
  if (!table.empty()) table.pop_back();
  return Said(std::move(table));
}

EventText EventWriter::OnRoundFinished(const Json& event) {
  if (std::exchange(counted_, false)) return {};  // its table says it all
  if (task_ == "evaluate") return Said(MetricsLines(event));
  const std::string line = RoundLine(event);
  if (std::exchange(header_written_, true)) return Said(line);
  return Said(StrCat(kHeader, "\n", line));
}

std::string EventWriter::RoundLine(const Json& event) {
  const auto seconds = NumbersField(event, "seconds");
  char text[256];
  std::snprintf(text, sizeof text, "%3s/%-3s  %-12s  %5s  %5s  %7s  %11s  %10s  %7s  %-9s  %s",
                Round(event).c_str(), StrCat(rounds_).c_str(), MainMetric(event).c_str(),
                StrCat(CountField(event, "clients")).c_str(), StrCat(dropped_).c_str(),
                Phase(seconds, "training").c_str(), Phase(seconds, "aggregating").c_str(),
                Phase(seconds, "evaluating").c_str(), Phase(seconds, "total").c_str(),
                HumanBytes(NumberField(event, "bytes_up")).c_str(),
                HumanBytes(NumberField(event, "bytes_down")).c_str());
  return text;
}

EventText EventWriter::OnJobFinished(const Json& event) {
  const std::string state = TextField(event, "state"), reason = TextField(event, "reason");
  if (state != "succeeded") return Said(StrCat("Job ", state, ": ", reason), Mood::kFailure);
  return reason.empty() ? EventText{} : Said("Job " + reason);
}

}  // namespace hansa::cli
