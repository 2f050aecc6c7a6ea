#include "client/report/report_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace hansa::client {
namespace {

using Json = nlohmann::ordered_json;

// JSON has no NaN: a figure that is none becomes null.
Json MetricsJson(const Metrics& metrics) {
  Json json = Json::object();
  for (const auto& metric : metrics)
    json[metric.first] = std::isfinite(metric.second) ? Json(metric.second) : Json(nullptr);
  return json;
}

Metrics MetricsOf(const Json& json) {
  Metrics metrics;
  for (const auto& item : json.items())
    metrics[item.key()] = item.value().is_null() ? std::nan("") : item.value().get<double>();
  return metrics;
}

// `counted`: what `rows` of a drop are.
Json DropsJson(const std::vector<DropCount>& dropped, const char* counted) {
  Json list = Json::array();
  for (const DropCount& drop : dropped)
    list.push_back({{"reason", drop.reason}, {counted, drop.rows}, {"first", drop.first}});
  return list;
}

std::vector<DropCount> DropsOf(const Json& list, const char* counted) {
  std::vector<DropCount> dropped;
  for (const Json& drop : list)
    dropped.push_back({drop.at("reason"), drop.at(counted), drop.value("first", "")});
  return dropped;
}

Json DataJson(const ReportContents& contents) {
  const DataReport& data = contents.data;
  Json json = {{"files", data.files},
               {"columns", contents.columns},
               {"rows_found", data.rows_found},
               {"rows_train", data.rows_train},
               {"rows_evaluate", data.rows_evaluate},
               {"rows_dropped", data.rows_dropped()},
               {"dropped", DropsJson(data.dropped, "rows")}};
  if (data.windows)
    json["windows"] = {{"found", data.windows->found},
                       {"dropped", DropsJson(data.windows->dropped, "windows")}};
  return json;
}

void ReadData(const Json& json, ReportContents& contents) {
  DataReport& data = contents.data;
  data.files = json.value("files", data.files);
  contents.columns = json.value("columns", contents.columns);
  data.rows_found = json.value("rows_found", data.rows_found);
  data.rows_train = json.value("rows_train", data.rows_train);
  data.rows_evaluate = json.value("rows_evaluate", data.rows_evaluate);
  data.dropped = DropsOf(json.value("dropped", Json::array()), "rows");
  if (!json.contains("windows")) return;
  const Json& windows = json["windows"];
  data.windows = WindowReport{windows.at("found"), DropsOf(windows.at("dropped"), "windows")};
}

Json RoundsJson(const std::vector<RoundEntry>& rounds) {
  Json list = Json::array();
  for (const RoundEntry& entry : rounds) {
    list.push_back({{"round", entry.round},
                    {"version", entry.version},
                    {"metrics", MetricsJson(entry.metrics)},
                    {"seconds", entry.seconds},
                    {"bytes_up", entry.bytes_up}});
  }
  return list;
}

RoundEntry RoundOf(const Json& json) {
  RoundEntry entry;
  entry.round = json.at("round");
  entry.version = json.at("version");
  entry.metrics = MetricsOf(json.at("metrics"));
  entry.seconds = json.at("seconds");
  entry.bytes_up = json.at("bytes_up");
  return entry;
}

Json SentJson(const std::vector<SentEntry>& sent) {
  Json list = Json::array();
  for (const SentEntry& entry : sent) {
    list.push_back({{"time", FormatUtc(entry.unix_ms)},
                    {"unix_ms", entry.unix_ms},
                    {"round", entry.round},
                    {"session", entry.session},
                    {"answer", entry.answer},
                    {"bytes", entry.bytes}});
  }
  return list;
}

SentEntry SentOf(const Json& json) {
  SentEntry entry;
  entry.unix_ms = json.at("unix_ms");
  entry.round = json.at("round");
  entry.session = json.at("session");
  entry.answer = json.at("answer");
  entry.bytes = json.at("bytes");
  return entry;
}

ReportContents ContentsOf(const Json& json) {
  ReportContents contents;
  contents.job = json.value("job", "");
  contents.job_sha256 = json.value("job_sha256", "");
  contents.unit = json.value("unit", "");
  ReadData(json.value("data", Json::object()), contents);
  for (const Json& entry : json.value("rounds", Json::array()))
    contents.rounds.push_back(RoundOf(entry));
  if (json.contains("baseline") && !json["baseline"].is_null()) {
    contents.baseline =
        BaselineEntry{MetricsOf(json["baseline"].at("metrics")), json["baseline"].at("epochs")};
  }
  for (const Json& entry : json.value("sent", Json::array()))
    contents.sent.push_back(SentOf(entry));
  return contents;
}

}  // namespace

std::string ReportToJson(const ReportContents& contents) {
  Json json = {{"job", contents.job},
               {"job_sha256", contents.job_sha256},
               {"unit", contents.unit},
               {"data", DataJson(contents)},
               {"rounds", RoundsJson(contents.rounds)},
               {"baseline", nullptr},
               {"sent", SentJson(contents.sent)}};
  if (contents.baseline) {
    json["baseline"] = {{"epochs", contents.baseline->epochs},
                        {"metrics", MetricsJson(contents.baseline->metrics)}};
  }
  // File names need not be UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<ReportContents> ReportFromJson(std::string_view text) {
  try {
    return ContentsOf(Json::parse(text));
  } catch (const Json::exception& fault) {
    return BadInput("the report cannot be read", fault.what(),
                    "Move the file away: the agent begins a new one");
  }
}

}  // namespace hansa::client
