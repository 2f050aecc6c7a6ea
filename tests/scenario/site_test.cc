// Every scenario of tests/scenario/site against the site's machine.

#include <gtest/gtest.h>

#include "tests/scenario/site_world.h"

namespace hansa::testing {
namespace {

class SiteScenario : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(SiteScenario, RunsAsWritten) {
  SiteWorld world;
  RunScenarioFile(GetParam(), [&](const ScenarioStep& step) { return world.Respond(step); });
}

INSTANTIATE_TEST_SUITE_P(Files, SiteScenario,
                         ::testing::ValuesIn(ScenarioFilesIn(HANSA_SOURCE_DIR
                                                             "/tests/scenario/site")),
                         [](const auto& file) { return ScenarioName(file.param); });

}  // namespace
}  // namespace hansa::testing
