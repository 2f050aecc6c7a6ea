// What the loop reads back when it starts, and which jobs go on.

#include <algorithm>
#include <set>

#include "common/base/log.h"
#include "common/base/text.h"
#include "common/identity/credential.h"
#include "common/job/job_spec.h"
#include "common/job/normalised_job.h"
#include "coordinator/app/evaluated_model.h"
#include "coordinator/app/integrity.h"
#include "coordinator/app/job_script.h"
#include "coordinator/app/loop.h"
#include "coordinator/app/measurements.h"
#include "coordinator/app/model_sweep.h"
#include "coordinator/app/open_directory.h"
#include "coordinator/storage/sqlite/sqlite_store.h"

namespace hansa::coordinator {
namespace {

Error Damaged(const StoredSite& site, const std::string& why) {
  return VerificationFailed(
      StrCat("site ", site.name, " (", site.site_id, ") cannot be read from the store"), why,
      "Restore the folder from a backup; authority.pub belongs to it");
}

// Verified again: the store is a file like any other. A site is never left out silently.
Result<> Admit(const StoredSite& site, const crypto::Ed25519Public& authority,
               CoordinatorMachine& machine, Now now) {
  v1::SiteCredential credential;
  if (!credential.ParseFromArray(site.credential.data(), static_cast<int>(site.credential.size())))
    return Damaged(site, "its credential is damaged");
  const auto verified = identity::VerifySiteCredential(credential, authority);
  if (!verified.ok()) return Damaged(site, verified.error().Text());
  if (verified->site_id != site.site_id) return Damaged(site, "its credential is another site's");
  machine.Step(MemberAdmitted{site.site_id, site.name, verified->identity_key, credential}, now);
  if (site.revoked) machine.Step(MemberRevoked{site.site_id}, now);
  return Success();
}

// The authority's; verified again, too.
Result<> RestoreDirectory(Store& store, const SiteDirectory& sites,
                          const crypto::Ed25519Public& authority, CoordinatorMachine& machine,
                          Now now) {
  const auto stored = HANSA_TRY(store.Directory());
  if (!stored) return Success();
  v1::Signed directory;
  const bool read = directory.ParseFromArray(stored->directory.data(),
                                             static_cast<int>(stored->directory.size()));
  auto opened = read ? OpenDirectory(directory, stored->sites, sites, authority)
                     : Result<identity::DirectoryHandle>(BadInput("its bytes are damaged"));
  if (!opened.ok())
    return VerificationFailed("the authority's directory cannot be read from the store",
                              opened.error().Text(),
                              "Restore the folder from a backup; authority.pub belongs to it");
  machine.Step(DirectoryChanged{*std::move(opened)}, now);
  return Success();
}

void Take(const std::string& sha256, std::set<crypto::Digest>& out) {
  crypto::Digest digest;
  if (sha256.size() != digest.size()) return;
  std::copy(sha256.begin(), sha256.end(), digest.begin());
  out.insert(digest);
}

// What a job needs of the spool to go on.
std::set<crypto::Digest> SumsOf(const JobMachine::Plan::Resume& resume) {
  std::set<crypto::Digest> sums;
  if (resume.round) Take(resume.round->publication().sum().sum_sha256(), sums);
  for (const v1::SessionStepRecord& step : resume.steps) {
    Take(step.survivors().sum_sha256(), sums);
    Take(step.ended().sum().sum_sha256(), sums);
  }
  return sums;
}

}  // namespace

Result<> Loop::Restore() {
  HANSA_TRY(CheckStoreIsThere(folder_.store(), folder_.models(), folder_.runs()));
  store_ = HANSA_TRY(SqliteStore::Open(folder_.store().string()));
  auto models = HANSA_TRY(ModelStore::Open(folder_.models()));
  models_ = std::make_unique<ModelLibrary>(std::move(models));
  transcripts_ = std::make_unique<TranscriptFolder>(folder_.runs(), folder_.keys.signing.Clone(),
                                                    folder_.certificate);
  culprits_ = std::make_unique<CulpritFolder>(folder_.runs(), folder_.certificate);
  publisher_ = std::make_unique<Publisher>(*models_, *transcripts_, folder_.keys.signing.Clone(),
                                           folder_.certificate);
  auto sites = HANSA_TRY(store_->Sites());
  auto jobs = HANSA_TRY(store_->Jobs());
  versions_ = HANSA_TRY(store_->Versions());
  models_->Expect(versions_);
  HANSA_TRY(CheckRunningJobs(*models_, jobs, versions_));
  const uint64_t last_session = HANSA_TRY(store_->LastSessionNumber());
  machine_ = std::make_unique<CoordinatorMachine>(random_, folder_.keys.signing, last_session);
  machine_->KeepTranscripts(folder_.archive_masked_inputs);
  machine_->Restore(MeasuredIn(HANSA_TRY(store_->Measurements())));
  const Now now = ReadClocks();
  for (const StoredSite& site : sites)
    if (site.enrolled) HANSA_TRY(Admit(site, folder_.authority, *machine_, now));
  directory_ = std::make_unique<SiteDirectory>(std::move(sites));
  HANSA_TRY(RestoreDirectory(*store_, *directory_, folder_.authority, *machine_, now));
  // Last: nothing is removed by a start that is refused.
  RemoveLeftovers(*models_, versions_, jobs, HANSA_TRY(store_->Rounds()));
  jobs_ = std::make_unique<JobBook>(folder_.runs(), std::move(jobs));
  return Success();
}

// A crash, or a power cut, between a commit and the lines that follow from it.
Result<> Loop::FillRunFolder(const std::string& job_id) {
  const auto lines = HANSA_TRY(store_->Events(job_id));
  if (lines.empty()) return Success();
  RunFolder* run = HANSA_TRY(jobs_->Run(job_id));
  for (const EventLine& line : lines) HANSA_TRY(run->Fill({line.number, line.json}));
  const auto* job = jobs_->Find(job_id);
  if (job->record.state() == "running") return Success();
  jobs_->CloseRun(job_id);
  filed_.push_back(EventsFiled{job_id});
  return Success();
}

Result<JobMachine::Plan> Loop::ResumePlan(const v1::JobRecord& record,
                                          const std::vector<v1::RoundRecord>& rounds) {
  JobSpec spec = HANSA_TRY(ParseJob(record.job_toml(), record.job_id()));
  JobMachine::Plan plan{.job_id = record.job_id(),
                        .spec = nullptr,
                        .seed = record.seed(),
                        .submitted_unix_ms = record.submitted_unix_ms(),
                        .normalisation = record.normalisation(),
                        .resume = JobMachine::Plan::Resume{}};
  if (spec.task == JobTask::kEvaluate) {
    EvaluatedModel evaluated = HANSA_TRY(FindEvaluated(spec, versions_, *models_));
    plan.evaluated = evaluated.model;
    plan.normalisation = evaluated.normalisation;
    plan.spec = evaluated.spec;
  } else {
    if (!plan.normalisation.empty()) spec = HANSA_TRY(WithNormalisation(spec, plan.normalisation));
    plan.spec = std::make_shared<const JobSpec>(std::move(spec));
  }
  plan.script = HANSA_TRY(OpenScript(*plan.spec, scripts_));
  plan.next_version = models_->NextVersion(plan.spec->name);
  plan.resume->rounds_done = record.rounds_done();
  plan.resume->progress = record.progress();
  plan.resume->paused = record.paused();
  plan.resume->record = record;
  const v1::VersionRecord* newest = nullptr;
  for (const v1::VersionRecord& version : versions_)
    if (version.job_id() == record.job_id() &&
        (newest == nullptr || version.version() > newest->version()))
      newest = &version;
  if (newest != nullptr)
    plan.resume->base = HANSA_TRY(models_->Load(newest->name(), newest->version()));
  for (const v1::RoundRecord& round : rounds)
    if (round.job_id() == record.job_id()) plan.resume->round = round;
  plan.resume->steps = HANSA_TRY(store_->SessionSteps(record.job_id()));
  for (const crypto::Digest& sum : SumsOf(*plan.resume))
    plan.resume->stored[sum] = spool_->Find(sum);
  return plan;
}

void Loop::Fail(v1::JobRecord record, const std::string& reason, Now now, TurnOutput& out) {
  record.set_state("failed");
  record.set_reason(reason);
  record.set_ended_unix_ms(now.unix_ms);
  out.effects.persist.push_back(record);
  out.effects.events.push_back({record.job_id(), JobFinished{.job_id = record.job_id(),
                                                             .state = "failed",
                                                             .code = "restarted",
                                                             .reason = reason,
                                                             .rounds_done = record.rounds_done(),
                                                             .version = record.model_version()}});
}

// What an earlier process left half done, and nobody goes on with.
Result<> Loop::TidyTranscripts(const std::vector<v1::RoundRecord>& rounds) {
  std::set<std::string> under_way;  // a model may come of their newest sums
  for (const v1::RoundRecord& round : rounds)
    if (!round.publication().sum().transcripts().empty() || round.phase() == "aggregating")
      under_way.insert(round.job_id());
  for (const JobBook::Entry* entry : jobs_->All()) {
    const v1::JobRecord& record = entry->record;
    transcripts_->KeepUpTo(record.job_id(), record.transcript_session());
    crypto::Digest digest;
    if (under_way.contains(record.job_id()) || record.transcript().size() != digest.size())
      continue;
    std::copy(record.transcript().begin(), record.transcript().end(), digest.begin());
    HANSA_TRY(transcripts_->SealAbandoned(record.job_id(), record.transcript_session(), digest));
  }
  return Success();
}

Result<> Loop::ResumeJobs(Now now) {
  TurnOutput out;
  std::vector<v1::JobRecord> running;
  for (const JobBook::Entry* entry : jobs_->All()) {
    if (const Result<> filled = FillRunFolder(entry->record.job_id()); !filled.ok())
      LogWarning(filled.error().Text());
    if (entry->record.state() == "running") running.push_back(entry->record);
  }
  const std::vector<v1::RoundRecord> rounds = HANSA_TRY(store_->Rounds());
  HANSA_TRY(TidyTranscripts(rounds));
  std::set<crypto::Digest> sums;
  std::set<std::string> sessions;
  for (const v1::JobRecord& record : running) {
    auto plan = ResumePlan(record, rounds);
    if (plan.ok()) {
      sums.merge(SumsOf(*plan->resume));
      if (plan->resume->round)
        sessions.insert(plan->resume->round->sessions().begin(),
                        plan->resume->round->sessions().end());
      LogInfo(plan->resume->round
                  ? StrCat(record.job_id(), ": goes on in round ", plan->resume->round->round(),
                           ", ", plan->resume->round->phase())
                  : StrCat(record.job_id(), ": goes on after ", record.rounds_done(), " rounds"));
      out.effects.Append(machine_->Step(JobSubmitted{std::move(*plan)}, now));
    } else {
      Fail(record,
           StrCat("the coordinator was restarted in round ", record.rounds_done() + 1, ": ",
                  plan.error().Text()),
           now, out);
    }
  }
  spool_->KeepOnly(sums);
  spool_->KeepUploadsOf(sessions);
  uploads_->CountFound();
  return Execute(out, now);
}

}  // namespace hansa::coordinator
