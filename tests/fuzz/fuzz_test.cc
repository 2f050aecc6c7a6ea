// Every target of this folder (CMakeLists.txt gives each a name of its own).

#include <gtest/gtest.h>

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/driver.h"

#define HANSA_FUZZ_TARGET(name) extern "C" int name(const uint8_t* data, size_t size);
HANSA_FUZZ_TARGET(FuzzWireToCoordinator)
HANSA_FUZZ_TARGET(FuzzWireToSite)
HANSA_FUZZ_TARGET(FuzzSessionParams)
HANSA_FUZZ_TARGET(FuzzSafetensors)
HANSA_FUZZ_TARGET(FuzzJobToml)
HANSA_FUZZ_TARGET(FuzzRoundRecords)
HANSA_FUZZ_TARGET(FuzzSiteToml)
HANSA_FUZZ_TARGET(FuzzCoordinatorToml)
HANSA_FUZZ_TARGET(FuzzInvitation)
HANSA_FUZZ_TARGET(FuzzModelManifest)
HANSA_FUZZ_TARGET(FuzzCsvFile)
HANSA_FUZZ_TARGET(FuzzExpression)
HANSA_FUZZ_TARGET(FuzzShortTexts)
HANSA_FUZZ_TARGET(FuzzTrainerFrames)
HANSA_FUZZ_TARGET(FuzzProxyReply)
HANSA_FUZZ_TARGET(FuzzProxyAddress)
HANSA_FUZZ_TARGET(FuzzTimeText)
HANSA_FUZZ_TARGET(FuzzRunEvents)
HANSA_FUZZ_TARGET(FuzzBackupManifest)
HANSA_FUZZ_TARGET(FuzzSiteReport)
HANSA_FUZZ_TARGET(FuzzAuthorityFiles)
HANSA_FUZZ_TARGET(FuzzCertificates)
HANSA_FUZZ_TARGET(FuzzKeyTexts)
HANSA_FUZZ_TARGET(FuzzBulkRanges)
HANSA_FUZZ_TARGET(FuzzKeptUpdate)
HANSA_FUZZ_TARGET(FuzzSimulationPlan)
HANSA_FUZZ_TARGET(FuzzOperatorReply)
HANSA_FUZZ_TARGET(FuzzKeptJobs)
HANSA_FUZZ_TARGET(FuzzKeptAnswer)
HANSA_FUZZ_TARGET(FuzzTranscript)
HANSA_FUZZ_TARGET(FuzzCulprit)

namespace hansa::fuzz {
namespace {

void Try(const std::string& name, Target target, uint64_t inputs) {
  for (const Entry& entry : AllCorpora())
    if (entry.name == name) return Fuzz(name, target, entry.corpus(), inputs);
  FAIL() << name << " has no corpus";
}

// A second or two each; how many inputs that is depends on the parser.
TEST(Fuzz, WireToCoordinator) { Try("wire_to_coordinator", FuzzWireToCoordinator, 600000); }
TEST(Fuzz, WireToSite) { Try("wire_to_site", FuzzWireToSite, 600000); }
TEST(Fuzz, SessionParams) { Try("session_params", FuzzSessionParams, 300000); }
TEST(Fuzz, Safetensors) { Try("safetensors", FuzzSafetensors, 600000); }
TEST(Fuzz, JobToml) { Try("job_toml", FuzzJobToml, 50000); }
TEST(Fuzz, RoundRecords) { Try("round_records", FuzzRoundRecords, 100000); }
TEST(Fuzz, SiteToml) { Try("site_toml", FuzzSiteToml, 50000); }
TEST(Fuzz, CoordinatorToml) { Try("coordinator_toml", FuzzCoordinatorToml, 50000); }
TEST(Fuzz, Invitation) { Try("invitation", FuzzInvitation, 20000); }
TEST(Fuzz, ModelManifest) { Try("model_manifest", FuzzModelManifest, 40000); }
TEST(Fuzz, CsvFile) { Try("csv_file", FuzzCsvFile, 30000); }
TEST(Fuzz, Expression) { Try("expression", FuzzExpression, 5000); }
TEST(Fuzz, ShortTexts) { Try("short_texts", FuzzShortTexts, 300000); }
TEST(Fuzz, TrainerFrames) { Try("trainer_frames", FuzzTrainerFrames, 40000); }
TEST(Fuzz, ProxyReply) { Try("proxy_reply", FuzzProxyReply, 300000); }
TEST(Fuzz, ProxyAddress) { Try("proxy_address", FuzzProxyAddress, 300000); }
TEST(Fuzz, TimeText) { Try("time_text", FuzzTimeText, 300000); }
TEST(Fuzz, RunEvents) { Try("run_events", FuzzRunEvents, 2000); }
TEST(Fuzz, BackupManifest) { Try("backup_manifest", FuzzBackupManifest, 20000); }
TEST(Fuzz, SiteReport) { Try("site_report", FuzzSiteReport, 30000); }
TEST(Fuzz, AuthorityFiles) { Try("authority_files", FuzzAuthorityFiles, 20000); }
TEST(Fuzz, Certificates) { Try("certificates", FuzzCertificates, 5000); }
TEST(Fuzz, KeyTexts) { Try("key_texts", FuzzKeyTexts, 300000); }
TEST(Fuzz, BulkRanges) { Try("bulk_ranges", FuzzBulkRanges, 100000); }
TEST(Fuzz, KeptUpdate) { Try("kept_update", FuzzKeptUpdate, 300000); }
TEST(Fuzz, SimulationPlan) { Try("simulation_plan", FuzzSimulationPlan, 30000); }
TEST(Fuzz, OperatorReply) { Try("operator_reply", FuzzOperatorReply, 30000); }
TEST(Fuzz, KeptJobs) { Try("kept_jobs", FuzzKeptJobs, 2000); }
TEST(Fuzz, KeptAnswer) { Try("kept_answer", FuzzKeptAnswer, 2000); }
TEST(Fuzz, Transcript) { Try("transcript", FuzzTranscript, 2000); }
TEST(Fuzz, Culprit) { Try("culprit", FuzzCulprit, 2000); }

}  // namespace
}  // namespace hansa::fuzz
