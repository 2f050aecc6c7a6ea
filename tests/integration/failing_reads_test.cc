// A disk that cannot read one place of a file: of a site's rows while a job runs, of a model that
// is applied, and of a model that the coordinator is to go on from.

#include <gmock/gmock.h>

#include <fstream>

#include "common/base/text.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class FailingReads : public ::testing::Test {
 protected:
  static constexpr size_t kSites = 4, kHit = 2;

  // For a program whose reads fail while FailAt says so.
  std::map<std::string, std::string> Environment() const {
    return {{"LD_PRELOAD", HANSA_FAILING_READS_LIBRARY},
            {"HANSA_FAILING_READS", control_.string()},
            {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
  }
  // Reads of the files whose path contains `part` fail from this byte on.
  void FailAt(const std::string& part, uint64_t offset) const {
    std::ofstream(control_) << part << ' ' << offset;
  }
  void Mend() const { fs::remove(control_); }

  ScratchFolder scratch_;
  const fs::path control_ = scratch_.path() / "failing";
};

TEST_F(FailingReads, OfRowsCostTheJobOnlyItsSite) {
  TestFleetOptions options{.sites = kSites, .rows = 8192};  // some buffers of the reader
  options.environment[kHit] = Environment();
  TestFleet test(options);
  const auto run = [&test](const std::string& name) {
    return test.RunJob(SyntheticJob({.name = name, .aggregating = "20s"}));
  };
  ExpectUndisturbed(run("before"), kSites);
  const fs::path file = test.folder() / "site-2.csv";
  FailAt("site-2.csv", fs::file_size(file) - 1000);
  const CommandResult without = run("without");
  EXPECT_EQ(without.exit_code, 0) << without.output << without.errors << test.Logs();
  for (const auto& round : EventsNamed(without, "round_finished"))
    EXPECT_EQ(round["clients"], kSites - 1) << without.output;
  const auto dropped = EventsNamed(without, "client_dropped");
  ASSERT_FALSE(dropped.empty()) << without.output;
  EXPECT_EQ(dropped[0]["site"], "site-2");
  EXPECT_THAT(dropped[0]["reason"], HasSubstr("cannot read a data file to its end"));
  EXPECT_THAT(ReadWhole(test.fleet().log("site-2")), HasSubstr("Input/output error"));
  EXPECT_FALSE(test.fleet().agent(kHit).TryWait().has_value()) << "its agent should live";
  Mend();
  ExpectUndisturbed(run("afterwards"), kSites);
}

TEST_F(FailingReads, OfAModelAreNamed) {
  TestFleetOptions options{.sites = kSites};
  options.coordinator_environment = Environment();
  TestFleet test(options);
  ExpectUndisturbed(test.RunJob(SyntheticJob({.name = "before"})), kSites);
  const std::string out = (test.folder() / "pulled").string();
  ASSERT_EQ(test.Hansa({"model", "pull", "before", "--out", out}).exit_code, 0);
  const std::string rows = (test.folder() / "site-0.csv").string();
  FailAt("model.safetensors", 100);
  const CommandResult predicted = RunProgram("hansa-client", {"predict", out, rows}, Environment());
  EXPECT_NE(predicted.exit_code, 0);
  EXPECT_THAT(predicted.errors,
              AllOf(HasSubstr("model.safetensors"), HasSubstr("Input/output error")));

  // The coordinator reads what it goes on from.
  const CommandResult run = test.RunJob(SyntheticJob({.name = "without"}));
  EXPECT_NE(run.exit_code, 0);
  EXPECT_EQ(run.last()["state"], "failed") << run.output;
  EXPECT_THAT(ReadWhole(test.fleet().log("coordinator")),
              AllOf(HasSubstr("without/0/model.safetensors"), HasSubstr("Input/output error")));
  Mend();
  ExpectUndisturbed(test.RunJob(SyntheticJob({.name = "afterwards"})), kSites);
}

}  // namespace
}  // namespace hansa::testing
