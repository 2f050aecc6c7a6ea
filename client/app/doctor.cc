#include "client/app/doctor.h"

#include <algorithm>

#include "client/app/local_clock.h"
#include "client/app/state_lock.h"
#include "client/data/csv_file.h"
#include "client/trainer/trainer_process.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// Columns that the policy names and the file does not have: allowed, but perhaps misspelt.
std::string MissingPolicyColumns(const SitePolicy& policy, const CsvFile& file) {
  std::vector<std::string> missing;
  for (const std::string& column : policy.columns)
    if (column != "*" && std::count(file.columns().begin(), file.columns().end(), column) == 0)
      missing.push_back(column);
  return Joined(missing);
}

}  // namespace

Finding Right(std::string check, std::string finding) {
  return {.check = std::move(check), .exit_code = 0, .finding = std::move(finding), .remedy = ""};
}

Finding Wrong(std::string check, const Error& error) {
  return {.check = std::move(check),
          .exit_code = error.exit_code(),
          .finding = error.why.empty() ? error.what : StrCat(error.what, ": ", error.why),
          .remedy = error.next};
}

std::vector<Finding> CheckState(const SiteConfig& site, std::optional<SiteFolder>& folder) {
  Result<SiteFolder> loaded = LoadSiteFolder(site.state);
  if (!loaded.ok()) return {Wrong("state folder", loaded.error())};
  folder = *std::move(loaded);
  std::vector<Finding> findings = {
      Right("state folder", StrCat(site.state.string(), ", closed to others")),
      Right("keys", StrCat("site ", folder->site_id, ", certified by the pinned authority"))};
  std::error_code none;
  if (std::filesystem::exists(folder->paths.paused(), none))
    findings.push_back({"paused", 0, "the site declines tasks", "hansa-client resume"});
  return findings;
}

std::vector<Finding> CheckFiles(const SiteConfig& site) {
  std::vector<Finding> findings;
  for (const DataSource& source : site.data) {
    const Result<CsvFile> file = CsvFile::Open(source);
    if (!file.ok()) {
      findings.push_back(Wrong("data", file.error()));
      continue;
    }
    const std::string missing = MissingPolicyColumns(site.policy, *file);
    findings.push_back(Right("data", StrCat(source.path.string(), ": ", file->columns().size(),
                                            " columns: ", Joined(file->columns()))));
    if (!missing.empty())
      findings.push_back({"columns", 0, StrCat("the policy allows what the file lacks: ", missing),
                          "Correct policy.columns or data.rename, if a name is misspelt"});
  }
  return findings;
}

Finding CheckOwnPolicy(const SiteConfig& site) {
  const SitePolicy& policy = site.policy;
  if (policy.jobs.empty() || policy.columns.empty())
    return {"policy", 0, "no job is allowed: policy.jobs or policy.columns is empty",
            "Name the jobs that you agree to, and the columns that they may read"};
  std::string text =
      StrCat("jobs: ", Joined(policy.jobs), "; at least ", policy.smallest_cohort, " sites a sum; ",
             policy.rounds_per_day, " rounds a day; hours ", policy.hours.Text());
  if (!policy.secure_required) text += "; answers may leave unmasked";
  if (!policy.hours.Contains(LocalMinuteOfDay(ReadClocks().unix_ms)))
    text += " (closed at this hour)";
  return Right("policy", text);
}

Finding CheckTrainer() {
  const auto program = FindTrainer();
  return program.ok() ? Right("trainer", program->string()) : Wrong("trainer", program.error());
}

}  // namespace hansa::client
