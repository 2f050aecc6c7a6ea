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

namespace hansa::fuzz {
namespace {

void Run(const std::string& name, Target target, uint64_t inputs) {
  for (const Entry& entry : AllCorpora())
    if (entry.name == name) return Fuzz(name, target, entry.corpus(), inputs);
  FAIL() << name << " has no corpus";
}

// Each takes about a second; how many inputs that is depends on the parser.
TEST(Fuzz, WireToCoordinator) { Run("wire_to_coordinator", FuzzWireToCoordinator, 600000); }
TEST(Fuzz, WireToSite) { Run("wire_to_site", FuzzWireToSite, 600000); }
TEST(Fuzz, SessionParams) { Run("session_params", FuzzSessionParams, 300000); }
TEST(Fuzz, Safetensors) { Run("safetensors", FuzzSafetensors, 600000); }
TEST(Fuzz, JobToml) { Run("job_toml", FuzzJobToml, 50000); }
TEST(Fuzz, RoundRecords) { Run("round_records", FuzzRoundRecords, 100000); }
TEST(Fuzz, SiteToml) { Run("site_toml", FuzzSiteToml, 50000); }
TEST(Fuzz, CoordinatorToml) { Run("coordinator_toml", FuzzCoordinatorToml, 50000); }
TEST(Fuzz, Invitation) { Run("invitation", FuzzInvitation, 50000); }
TEST(Fuzz, ModelManifest) { Run("model_manifest", FuzzModelManifest, 100000); }
TEST(Fuzz, CsvFile) { Run("csv_file", FuzzCsvFile, 50000); }
TEST(Fuzz, Expression) { Run("expression", FuzzExpression, 5000); }
TEST(Fuzz, ShortTexts) { Run("short_texts", FuzzShortTexts, 300000); }
TEST(Fuzz, TrainerFrames) { Run("trainer_frames", FuzzTrainerFrames, 100000); }

}  // namespace
}  // namespace hansa::fuzz
