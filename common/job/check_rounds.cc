#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/config/units.h"
#include "common/job/job_checks.h"

namespace hansa::internal {
namespace {

constexpr uint32_t kMostRounds = 1'000'000;
constexpr uint32_t kMostFailures = 1000;
constexpr seconds kLongestWindow{30 * 86400};

Result<Duration> Window(const JobFaults& faults, std::string_view key, const v1::Duration& value,
                        seconds otherwise) {
  if (!faults.Has(key)) return Duration(otherwise);
  const milliseconds window(value.milliseconds());
  if (window <= milliseconds(0) || window > kLongestWindow) {
    return faults.At(key, "must be above 0 and at most 30d",
                     StrCat("it is ", FormatDuration(window)));
  }
  return Duration(window);
}

Result<> CheckClients(const v1::Clients& clients, const JobFaults& faults, JobSpec& job) {
  if (!faults.Has("rounds.clients.min")) {
    return faults.Missing("rounds.clients.min",
                          "Say how many sites a round needs: clients = { min = 3, target = 4 }");
  }
  constexpr uint32_t kMost = limits::kSites;
  job.clients_min = HANSA_TRY(CountOr(faults, "rounds.clients.min", clients.min(), 0, 1, kMost));
  job.clients_target = HANSA_TRY(CountOr(faults, "rounds.clients.target", clients.target(),
                                         job.clients_min, job.clients_min, kMost));
  return Success();
}

}  // namespace

Result<> CheckRounds(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::RoundsSection& rounds = file.rounds();
  const bool trains = job.task == JobTask::kTrain;
  if (trains && !faults.Has("rounds.count"))
    return faults.Missing("rounds.count", "Say how many rounds to train: count = 20");
  job.rounds =
      HANSA_TRY(CountOr(faults, "rounds.count", rounds.count(), 1, 1, trains ? kMostRounds : 1));
  HANSA_TRY(CheckClients(rounds.clients(), faults, job));
  HANSA_TRY(CheckCohort(file, faults, job));
  job.selecting = HANSA_TRY(Window(faults, "rounds.selecting", rounds.selecting(), seconds(60)));
  job.training = HANSA_TRY(Window(faults, "rounds.training", rounds.training(), seconds(300)));
  job.aggregating =
      HANSA_TRY(Window(faults, "rounds.aggregating", rounds.aggregating(), seconds(30)));
  job.evaluating =
      HANSA_TRY(Window(faults, "rounds.evaluating", rounds.evaluating(), seconds(120)));
  job.uploading = HANSA_TRY(Window(faults, "rounds.uploading", rounds.uploading(), seconds(300)));
  job.downloading =
      HANSA_TRY(Window(faults, "rounds.downloading", rounds.downloading(), seconds(300)));
  job.evaluate_rounds = !rounds.has_evaluate() || rounds.evaluate();
  job.failures_allowed = HANSA_TRY(
      CountOr(faults, "rounds.failures_allowed", rounds.failures_allowed(), 3, 0, kMostFailures));
  return Success();
}

}  // namespace hansa::internal
