// Every scenario of tests/scenario/coordinator against the coordinator's machine.

#include <gtest/gtest.h>

#include "tests/scenario/coordinator_world.h"

namespace hansa::testing {
namespace {

class CoordinatorScenario : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(CoordinatorScenario, RunsAsWritten) {
  CoordinatorWorld world;
  RunScenarioFile(GetParam(), [&](const ScenarioStep& step) { return world.Respond(step); });
}

INSTANTIATE_TEST_SUITE_P(Files, CoordinatorScenario,
                         ::testing::ValuesIn(ScenarioFilesIn(HANSA_SOURCE_DIR
                                                             "/tests/scenario/coordinator")),
                         [](const auto& file) { return ScenarioName(file.param); });

}  // namespace
}  // namespace hansa::testing
