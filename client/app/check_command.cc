// hansa-client check: the doctor.

#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/app/command.h"
#include "client/app/doctor.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"

namespace hansa::client {
namespace {

struct CheckFlags {
  std::string job;
};

void Append(std::vector<Finding>& all, std::vector<Finding> more) {
  for (Finding& finding : more) all.push_back(std::move(finding));
}

std::vector<Finding> Examine(const SiteConfig& site, const CheckFlags& flags) {
  std::vector<Finding> findings = {Right("configuration", "site " + site.name)};
  std::optional<SiteFolder> folder;
  Append(findings, CheckState(site, folder));
  Append(findings, CheckFiles(site));
  findings.push_back(CheckOwnPolicy(site));
  findings.push_back(CheckTrainer());
  if (!flags.job.empty()) Append(findings, CheckJobFile(site, flags.job));
  if (folder.has_value()) Append(findings, CheckNetwork(site, *folder));
  return findings;
}

// The first thing that is wrong decides.
int ExitCode(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings)
    if (finding.exit_code != 0) return finding.exit_code;
  return 0;
}

void PrintTable(const std::vector<Finding>& findings) {
  terminal::Table table({"", "check", "finding", "remedy"});
  for (const Finding& finding : findings)
    table.AddRow(
        {finding.exit_code == 0 ? "ok" : "WRONG", finding.check, finding.finding, finding.remedy});
  std::fputs(table.Text().c_str(), stdout);
}

void PrintLines(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings)
    terminal::PrintJson({{"event", "finding"},
                         {"check", finding.check},
                         {"right", finding.exit_code == 0},
                         {"finding", finding.finding},
                         {"remedy", finding.remedy}});
  terminal::PrintJson({{"event", "checked"}, {"exit_code", ExitCode(findings)}});
}

Result<int> Check(const Globals& globals, const CheckFlags& flags) {
  const SiteConfig site = HANSA_TRY(globals.LoadConfig());
  const std::vector<Finding> findings = Examine(site, flags);
  if (globals.json)
    PrintLines(findings);
  else
    PrintTable(findings);
  return ExitCode(findings);
}

}  // namespace

void AddCheckCommand(CLI::App& app, Globals& globals) {
  auto flags = std::make_shared<CheckFlags>();
  CLI::App* check =
      AddCommand(app, globals, "check", "is everything right: data, policy, keys, clock, network",
                 "hansa-client check --config site.toml --job wind-power.toml",
                 [&globals, flags] { return Check(globals, *flags); });
  AddConfigOption(*check, globals);
  check->add_option("--job", flags->job, "a job's file: could this site take part?")
      ->type_name("FILE");
}

}  // namespace hansa::client
