#pragma once
// What a job leaves at the coordinator, in the folder of its run.

#include <vector>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {

std::filesystem::path RunOf(TestFleet& fleet, const CommandResult& run);
// By session number.
std::vector<std::filesystem::path> TranscriptsOf(const std::filesystem::path& run);

}  // namespace hansa::testing
