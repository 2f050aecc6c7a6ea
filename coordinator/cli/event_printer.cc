#include "coordinator/cli/event_printer.h"

#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/table.h"
#include "coordinator/cli/statistics_table.h"

namespace hansa::cli {
namespace {

using nlohmann::json;
using terminal::Fixed;

// Which of the metrics stands in the round's line.
std::string MainMetric(const json& event) {
  const json metrics = event.value("metrics", json::object());
  const std::string unit = event.value("unit", "");
  if (metrics.contains("rmse")) return Fixed(metrics["rmse"], 2) + (unit.empty() ? "" : " " + unit);
  if (metrics.contains("auroc")) return "AUROC " + Fixed(metrics["auroc"], 4);
  if (metrics.contains("f1")) return "F1 " + Fixed(metrics["f1"], 4);
  if (metrics.contains("accuracy")) return Fixed(100 * metrics["accuracy"].get<double>(), 1) + " %";
  return "-";
}

std::string Phase(const json& seconds, const char* name) {
  return seconds.contains(name) ? Fixed(seconds[name], 2) : "-";
}

std::string Reasons(const json& event) {
  std::string out;
  for (const json& reason : event.value("reasons", json::array())) {
    out += (out.empty() ? "" : "; ") +
           (reason.is_string() ? reason.get<std::string>() : reason.dump());
  }
  return out;
}

}  // namespace

void EventPrinter::Line(const std::string& text) {
  progress_.Clear();
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);
}

void EventPrinter::PrintRound(const json& event) {
  if (!header_printed_) {
    Line(
        "round    error         sites  drops  train s  aggregate s  evaluate s  total s  up        "
        " down");
    header_printed_ = true;
  }
  const json seconds = event.value("seconds", json::object());
  char text[256];
  std::snprintf(text, sizeof text,
                "%3llu/%-3llu  %-12s  %5d  %5llu  %7s  %11s  %10s  %7s  %-9s  %s",
                static_cast<unsigned long long>(event.value("round", 0)),
                static_cast<unsigned long long>(rounds_), MainMetric(event).c_str(),
                event.value("clients", 0), static_cast<unsigned long long>(dropped_),
                Phase(seconds, "training").c_str(), Phase(seconds, "aggregating").c_str(),
                Phase(seconds, "evaluating").c_str(), Phase(seconds, "total").c_str(),
                HumanBytes(event.value("bytes_up", 0.0)).c_str(),
                HumanBytes(event.value("bytes_down", 0.0)).c_str());
  Line(text);
}

void EventPrinter::PrintMetrics(const json& event) {
  Line(StrCat("Version ", event.value("version", 0), " on the rows of ", event.value("clients", 0),
              " sites:"));
  const std::string unit = event.value("unit", "");
  const json metrics = event.value("metrics", json::object());
  for (const auto& [name, value] : metrics.items()) {
    const bool in_unit = name == "rmse" || name == "mae";
    char text[128];
    std::snprintf(text, sizeof text, "  %-10s %.6g%s%s", name.c_str(), value.get<double>(),
                  in_unit && !unit.empty() ? " " : "", in_unit ? unit.c_str() : "");
    Line(text);
  }
}

void EventPrinter::Print(const json& event) {
  const std::string kind = event.value("event", "");
  const std::string site = event.value("site", "");
  if (kind == "job_started") {
    rounds_ = event.value("rounds", 0);
    task_ = event.value("task", "train");
    Line(StrCat("Job ", event.value("job_id", ""), ": ",
                task_ == "train" ? StrCat(rounds_, " rounds") : task_, ", at least ",
                event.value("quorum", 0), " sites, secure aggregation ",
                event.value("secure_aggregation", false) ? "required" : "off"));
  } else if (kind == "job_paused") {
    Line(StrCat("  paused before round ", event.value("round", 0)));
  } else if (kind == "job_continued") {
    Line(StrCat("  goes on with round ", event.value("round", 0)));
  } else if (kind == "site_declined") {
    Line(StrCat("  ", site, " does not take part: ", Reasons(event)));
  } else if (kind == "client_dropped") {
    ++dropped_;
    Line(StrCat("  ", site, " dropped in round ", event.value("round", 0), " (",
                event.value("step", ""), "): ", event.value("reason", "")));
  } else if (kind == "job_resumed") {
    Line(StrCat("  the coordinator was restarted and goes on in round ", event.value("round", 0),
                " (", event.value("phase", ""), ")"));
  } else if (kind == "round_failed") {
    Line(terminal::Paint(
        StrCat("  round ", event.value("round", 0), " failed: ", event.value("reason", "")),
        terminal::Colour::kYellow, STDOUT_FILENO));
  } else if (kind == "statistics_gathered") {
    counted_ = true;
    progress_.Clear();
    std::fputs(StatisticsText(event).c_str(), stdout);
    std::fflush(stdout);
  } else if (kind == "round_finished") {
    if (std::exchange(counted_, false)) return;  // its table says it all
    if (task_ == "evaluate") return PrintMetrics(event);
    PrintRound(event);
  } else if (kind == "job_finished") {
    if (event.value("state", "") != "succeeded") {
      Line(
          terminal::Paint(StrCat("Job ", event.value("state", ""), ": ", event.value("reason", "")),
                          terminal::Colour::kRed, STDOUT_FILENO));
    } else if (const std::string reason = event.value("reason", ""); !reason.empty()) {
      Line(StrCat("Job ", reason));
    }
  } else if (kind == "round_started") {
    const bool trains = task_ == "train" && event.value("round", 0) > 0;
    progress_.Show(StrCat("round ", event.value("round", 0), trains ? ": training" : ": asking"));
  } else if (kind == "transfer") {
    progress_.Show(StrCat("round ", event.value("round", 0), ": ", site,
                          event.value("direction", "") == "up" ? " has sent " : " has fetched ",
                          HumanBytes(event.value("bytes", 0.0)), " of ",
                          HumanBytes(event.value("size", 0.0))));
  } else if (kind == "session_started") {
    progress_.Show(StrCat("round ", event.value("round", 0), ": aggregating (",
                          event.value("purpose", ""), ")"));
  }
}

}  // namespace hansa::cli
