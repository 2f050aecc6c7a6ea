#include "coordinator/app/run_report.h"

#include <nlohmann/json.hpp>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

using Json = nlohmann::ordered_json;

RunReport::Row RowOf(const Json& event) {
  RunReport::Row row;
  row.round = event.value("round", uint64_t{0});
  row.version = event.value("version", uint64_t{0});
  row.clients = event.value("clients", uint64_t{0});
  row.dropped = event.value("dropped", uint64_t{0});
  row.bytes_up = event.value("bytes_up", uint64_t{0});
  row.bytes_down = event.value("bytes_down", uint64_t{0});
  row.metrics = event.value("metrics", std::map<std::string, double>());
  row.seconds = event.value("seconds", std::map<std::string, double>());
  return row;
}

std::string Joined(const Json& texts) {
  std::string out;
  for (const Json& text : texts) out += (out.empty() ? "" : "; ") + text.get<std::string>();
  return out;
}

}  // namespace

void RunReport::Add(const Json& event) {
  const std::string kind = event.value("event", "");
  const std::string time = event.value("time", "");
  const std::string round = StrCat("round ", event.value("round", uint64_t{0}));
  if (kind == "job_started") {
    job_id = event.value("job_id", "");
    name = event.value("name", "");
    rounds = event.value("rounds", uint64_t{0});
    quorum = event.value("quorum", uint64_t{0});
    secure = event.value("secure_aggregation", false);
    if (started.empty()) started = time;
  } else if (kind == "round_finished") {
    rows.push_back(RowOf(event));
    unit = event.value("unit", "");
  } else if (kind == "site_declined") {
    notes.push_back({time, "selecting", event.value("site", ""), Joined(event["reasons"])});
  } else if (kind == "client_dropped") {
    notes.push_back({time, StrCat(round, ", ", event.value("step", "")), event.value("site", ""),
                     event.value("reason", "")});
  } else if (kind == "job_resumed") {
    notes.push_back({time, StrCat(round, ", ", event.value("phase", "")), "(the coordinator)",
                     "was restarted and goes on"});
  } else if (kind == "round_failed" || kind == "evaluation_failed") {
    notes.push_back({time, round, kind == "round_failed" ? "(the round)" : "(its evaluation)",
                     event.value("reason", "")});
  } else if (kind == "job_finished") {
    state = event.value("state", "");
    reason = event.value("reason", "");
    const Json model = event.value("model", Json::object());
    model_path = model.value("path", "");
    model_sha256 = model.value("sha256", "");
  }
  if (notes.size() > kNotes) notes.erase(notes.begin());
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
