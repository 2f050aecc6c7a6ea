#include "coordinator/core/kept_round.h"

#include <cmath>
#include <set>

#include "common/base/text.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kTaskIdBytes = 16;

using Sites = google::protobuf::RepeatedPtrField<std::string>;

Error Damaged(std::string why) {
  return BadInput("the record of the round under way cannot be used", std::move(why));
}

Result<> CheckSites(const Sites& sites, const JobContext& job) {
  std::set<std::string_view> seen;
  for (const std::string& site : sites) {
    if (job.membership().Find(site) == nullptr)
      return Damaged(StrCat("site ", PlainText(site, limits::kNameBytes), " is not enrolled"));
    if (!seen.insert(site).second) return Damaged(StrCat("site ", site, " is in it twice"));
  }
  return Success();
}

Result<> CheckTask(const v1::TaskRecord& task, const JobContext& job) {
  if (task.task_id().size() != kTaskIdBytes) return Damaged("the name of a task is damaged");
  return CheckSites(task.sites(), job);
}

bool Counts(const v1::RoundRecord& record, const JobSpec& spec) {
  return spec.task == JobTask::kStatistics || record.round() == 0;
}

Result<> CheckNumber(const v1::RoundRecord& record, const JobContext& job) {
  const JobSpec& spec = *job.spec;
  const uint64_t round = record.round(), done = job.record.rounds_done();
  if (round == 0 && spec.task == JobTask::kTrain && !spec.statistics.columns.empty() && done == 0)
    return Success();
  if (round > 0 && round <= spec.rounds && round >= done && round <= done + 1) return Success();
  return Damaged(
      StrCat("it is of round ", round, ", and ", done, " of ", spec.rounds, " rounds are done"));
}

// A version number is given once, and only the first version has no parent.
Result<> CheckPublication(const v1::PublicationRecord& record, const JobContext& job) {
  using Record = v1::PublicationRecord;
  if (!Record::Kind_IsValid(record.kind()) || record.kind() == Record::KIND_UNSPECIFIED)
    return Damaged("it publishes a version of no known kind");
  if ((record.kind() == Record::KIND_INITIAL) != (job.base == nullptr))
    return Damaged(job.base ? "it publishes a first version, and there is one"
                            : "it publishes a version whose parent is not there");
  if (job.base && record.created_unix_ms() != 0 && record.version() <= job.base->version)
    return Damaged(StrCat("it publishes version ", record.version(), ", and version ",
                          job.base->version, " is there"));
  if (record.kind() != Record::KIND_THRESHOLD) return Success();
  if (job.spec->anomaly_quantile && std::isfinite(record.anomaly_threshold())) return Success();
  return Damaged("it publishes a threshold that the job does not have");
}

Result<> CheckPhase(const v1::RoundRecord& record, const JobContext& job) {
  const std::string& phase = record.phase();
  if (phase == "selecting" || phase == "paused") return Success();
  const Error wrong = Damaged(StrCat("the job has no phase '", PlainText(phase, limits::kNameBytes),
                                     "' in round ", record.round()));
  const bool counts = Counts(record, *job.spec);
  if (phase == "counting") return counts ? Result<>(Success()) : wrong;
  if (counts) return wrong;
  const bool trains = job.spec->task == JobTask::kTrain;
  const bool threshold = record.publication().kind() == v1::PublicationRecord::KIND_THRESHOLD;
  if (phase == "publishing" && (trains || threshold))
    return CheckPublication(record.publication(), job);
  const bool known =
      phase == "evaluating" || (trains && (phase == "training" || phase == "aggregating"));
  if (!known) return wrong;
  return job.base ? Result<>(Success()) : Damaged("the version that it is about is not there");
}

}  // namespace

Result<> CheckKeptRound(const v1::RoundRecord& record, const JobContext& job) {
  HANSA_TRY(CheckNumber(record, job));
  HANSA_TRY(CheckPhase(record, job));
  HANSA_TRY(CheckSites(record.selected(), job));
  if (record.has_training() || record.phase() == "aggregating")
    HANSA_TRY(CheckTask(record.training(), job));
  if (record.has_evaluation()) HANSA_TRY(CheckTask(record.evaluation(), job));
  for (const std::string& session : record.sessions())
    if (session.size() != sizeof(crypto::Digest))
      return Damaged("the name of its session is damaged");
  return Success();
}

}  // namespace hansa::coordinator
