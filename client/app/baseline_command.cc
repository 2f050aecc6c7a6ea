// hansa-client baseline: what this site would get alone.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/app/alone.h"
#include "client/app/command.h"
#include "client/app/script_file.h"
#include "client/app/site_folder.h"
#include "client/data/own_normalisation.h"
#include "client/report/site_report.h"
#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"

namespace hansa::client {
namespace {

struct BaselineFlags {
  std::string job;
  uint64_t seed = 1;
};

Result<> WriteReport(const SiteConfig& site, const JobSpec& job, const HeldData& data,
                     const BaselineEntry& baseline) {
  HANSA_TRY(MakeStateFolder(SitePaths(site.state)));
  SiteReport report = HANSA_TRY(SiteReport::Load(SiteReport::PathFor(site.state, job.name)));
  report.SetJob(job.name, Hex(job.digest), job.target.unit);
  report.SetData(data.report, data.columns);
  report.SetBaseline(baseline);
  return report.Save();
}

// rmse and mae are in the target's unit.
std::string Unit(const std::string& metric, const JobSpec& job) {
  return metric == "rmse" || metric == "mae" ? " " + job.target.unit : "";
}

void Print(const Globals& globals, const JobSpec& job, const HeldData& data,
           const BaselineEntry& baseline, const std::string& report) {
  if (globals.json)
    return terminal::PrintJson({{"event", "baseline_finished"},
                                {"job", job.name},
                                {"metrics", baseline.metrics},
                                {"unit", job.target.unit},
                                {"epochs", baseline.epochs},
                                {"rows_train", data.report.rows_train},
                                {"rows_evaluate", data.report.rows_evaluate},
                                {"report", report}});
  std::printf("Alone, after %u epochs on %llu rows:\n", baseline.epochs,
              static_cast<unsigned long long>(data.report.rows_train));
  for (const auto& metric : baseline.metrics)
    std::printf("  %-9s %s%s\n", metric.first.c_str(), terminal::Fixed(metric.second, 4).c_str(),
                Unit(metric.first, job).c_str());
  std::printf("Written to %s\n", report.c_str());
}

Result<int> Baseline(const Globals& globals, const BaselineFlags& flags) {
  const SiteConfig site = HANSA_TRY(globals.LoadConfig());
  const std::string toml = HANSA_TRY(ReadFile(flags.job, limits::kJobFileBytes));
  const JobSpec given = HANSA_TRY(ParseJob(toml, flags.job));
  if (given.task != JobTask::kTrain)
    return BadInput(StrCat(flags.job, " trains nothing"), "its task is another",
                    "Take the job of a model");
  const JobSpec job = HANSA_TRY(NormalisedAlone(given, site));
  const HeldDataHandle data = HANSA_TRY(HoldData(job, site));
  auto trainer = HANSA_TRY(TrainerClient::Start(HANSA_TRY(FindTrainer())));

  HANSA_TRY(GiveScript(job.network,
                       std::filesystem::path(flags.job).parent_path() / job.script_path, trainer));
  terminal::ProgressLine line;
  const BaselineEntry baseline =
      HANSA_TRY(TrainAlone(job, *data, flags.seed, trainer, [&](uint32_t epoch, uint32_t epochs) {
        line.Show(StrCat("alone: epoch ", epoch, " of ", epochs));
      }));
  line.Clear();
  HANSA_TRY(WriteReport(site, job, *data, baseline));
  Print(globals, job, *data, baseline, SiteReport::PathFor(site.state, job.name).string());
  return 0;
}

}  // namespace

void AddBaselineCommand(CLI::App& app, Globals& globals) {
  auto flags = std::make_shared<BaselineFlags>();
  CLI::App* baseline =
      AddCommand(app, globals, "baseline", "what this site would get alone from a job",
                 "hansa-client baseline --job wind-power.toml --config site.toml",
                 [&globals, flags] { return Baseline(globals, *flags); });
  AddConfigOption(*baseline, globals);
  baseline->add_option("--job", flags->job, "the job's file")->required()->type_name("FILE");
  baseline->add_option("--seed", flags->seed, "of the initial weights and the order of rows")
      ->capture_default_str();
}

}  // namespace hansa::client
