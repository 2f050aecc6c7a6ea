// Every target of this folder (CMakeLists.txt gives each a name of its own).

#include <gtest/gtest.h>

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/driver.h"

extern "C" {
int FuzzWireToCoordinator(const uint8_t* data, size_t size);
int FuzzWireToSite(const uint8_t* data, size_t size);
int FuzzSessionParams(const uint8_t* data, size_t size);
int FuzzSafetensors(const uint8_t* data, size_t size);
int FuzzJobToml(const uint8_t* data, size_t size);
int FuzzRoundRecords(const uint8_t* data, size_t size);
}

namespace hansa::fuzz {
namespace {

TEST(Fuzz, WireToCoordinator) {
  Fuzz("wire_to_coordinator", FuzzWireToCoordinator, RecordedEnvelopes("to-coordinator"), 600000);
}

TEST(Fuzz, WireToSite) {
  Fuzz("wire_to_site", FuzzWireToSite, RecordedEnvelopes("to-site"), 600000);
}

TEST(Fuzz, SessionParams) { Fuzz("session_params", FuzzSessionParams, SessionParams(), 300000); }

TEST(Fuzz, Safetensors) { Fuzz("safetensors", FuzzSafetensors, ModelFiles(), 600000); }

TEST(Fuzz, JobToml) { Fuzz("job_toml", FuzzJobToml, JobFiles(), 50000); }

TEST(Fuzz, RoundRecords) { Fuzz("round_records", FuzzRoundRecords, RoundRecords(), 100000); }

}  // namespace
}  // namespace hansa::fuzz
