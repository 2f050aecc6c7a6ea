#include "coordinator/cli/job_text.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/base/time.h"
#include "common/terminal/table.h"
#include "coordinator/cli/left_out_text.h"
#include "coordinator/cli/statistics_table.h"

namespace hansa::cli {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

std::string Joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

// Why it ended, or what it waits for.
std::string ReasonOf(const v1::JobState& job) {
  if (job.state() != "running") return job.reason();
  const std::string pause = job.paused() ? "pauses after this round" : "";
  if (job.waiting().empty()) return pause;
  return StrCat("waits for ", job.waiting(), pause.empty() ? "" : "; ", pause);
}

nlohmann::json BestJson(const v1::JobState& job) {
  if (job.metric().empty()) return nullptr;
  return {{"metric", job.metric()}, {"value", job.best_value()}, {"version", job.best_version()}};
}

// Null when there are none, or when they cannot be read.
nlohmann::ordered_json StatisticsOf(const v1::JobState& job) {
  auto statistics = nlohmann::ordered_json::parse(job.statistics_json(), nullptr,
                                                  /*allow_exceptions=*/false);
  return statistics.is_object() ? statistics : nlohmann::ordered_json();
}

std::string BestText(const v1::JobState& job) {
  if (job.metric().empty()) return "";
  char value[32];
  std::snprintf(value, sizeof value, "%g", job.best_value());
  return StrCat("best       version ", job.best_version(), ", ", job.metric(), " ", value, "\n");
}

std::string LeftOutText(const v1::JobState& job) {
  std::string lines;
  for (const v1::LeftOutState& state : job.left_out())
    lines += StrCat("left out   ", state.site_name(), " ", WhyLeftOut(state), "\n");
  return lines;
}

std::string VerdictsText(const v1::JobState& job) {
  terminal::Table table({"site", "takes part", "reason"});
  for (const v1::SiteVerdict& verdict : job.sites())
    table.AddRow({verdict.name(), verdict.accepted() ? "yes" : "no", Joined(verdict.reasons())});
  return table.empty() ? "" : table.Text();
}

}  // namespace

std::string JobsText(const v1::JobList& list) {
  terminal::Table table(
      {"job", "state", ">priority", ">rounds", ">version", "submitted", "reason"});
  for (const v1::JobState& job : list.jobs())
    table.AddRow({job.job_id(), job.state(), StrCat(job.priority()),
                  StrCat(job.rounds_done(), "/", job.rounds()), StrCat(job.model_version()),
                  FormatUtc(job.submitted_unix_ms()), ReasonOf(job)});
  return table.Text();
}

std::string JobText(const v1::JobState& job) {
  const std::string reason = ReasonOf(job);
  return StrCat("job        ", job.job_id(), "\nstate      ", job.state(),
                reason.empty() ? "" : ": ", reason, "\nrounds     ", job.rounds_done(), " of ",
                job.rounds(), "\nversion    ", job.model_version(), "\nsubmitted  ",
                FormatUtc(job.submitted_unix_ms()), "\n", BestText(job),
                StatisticsText(StatisticsOf(job)), LeftOutText(job), VerdictsText(job));
}

nlohmann::json ToJson(const v1::JobState& job) {
  nlohmann::json shown = {{"event", "job"},
                          {"job_id", job.job_id()},
                          {"name", job.name()},
                          {"state", job.state()},
                          {"reason", job.reason()},
                          {"rounds_done", job.rounds_done()},
                          {"rounds", job.rounds()},
                          {"submitted", FormatUtc(job.submitted_unix_ms())},
                          {"ended", job.ended_unix_ms() == 0 ? "" : FormatUtc(job.ended_unix_ms())},
                          {"model_version", job.model_version()},
                          {"job_digest", Hex(AsSpan(job.job_digest()))},
                          {"priority", job.priority()},
                          {"phase", job.phase()},
                          {"waiting", job.waiting()},
                          {"best", BestJson(job)},
                          {"left_out", LeftOutJson(job.left_out())}};
  if (const auto statistics = StatisticsOf(job); !statistics.is_null())
    shown["statistics"] = statistics;
  return shown;
}

}  // namespace hansa::cli
