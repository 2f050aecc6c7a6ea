#include "tests/fuzz/corpus.h"

namespace hansa::fuzz {
namespace {

std::vector<Bytes> Both(std::vector<Bytes> first, const std::vector<Bytes>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

const std::vector<Entry>& AllCorpora() {
  static const std::vector<Entry> all{
      {"wire_to_coordinator",
       [] { return Both(RecordedEnvelopes("to-coordinator"), BulkToCoordinator()); }},
      {"wire_to_site", [] { return Both(RecordedEnvelopes("to-site"), BulkToSite()); }},
      {"session_params", SessionParams},
      {"safetensors", ModelFiles},
      {"job_toml", JobFiles},
      {"round_records", RoundRecords},
      {"site_toml", SiteConfigs},
      {"coordinator_toml", CoordinatorConfigs},
      {"invitation", Invitations},
      {"model_manifest", Manifests},
      {"csv_file", CsvFiles},
      {"expression", Expressions},
      {"short_texts", ShortTexts},
      {"trainer_frames", TrainerFrames},
      {"proxy_reply", ProxyReplies},
      {"proxy_address", ProxyAddresses},
      {"time_text", Times},
      {"run_events", RunEvents},
      {"backup_manifest", BackupManifests},
      {"site_report", SiteReports},
      {"authority_files", AuthorityFiles},
      {"certificates", Certificates},
      {"key_texts", KeyTexts},
      {"bulk_ranges", BulkSteps},
      {"kept_update", KeptUpdateHeads},
      {"simulation_plan", SimulationPlans},
      {"operator_reply", OperatorReplies},
      {"kept_jobs", KeptJobs},
      {"kept_answer", KeptAnswers},
      {"transcript", Transcripts},
      {"culprit", CulpritFiles},
  };
  return all;
}

}  // namespace hansa::fuzz
