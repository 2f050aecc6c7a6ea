// The time of day jumps by days, forward and back, in the middle of a job: windows are measured by
// another clock, so nothing expires and nothing changes its order.

#include <gmock/gmock.h>

#include <fstream>

#include "common/base/text.h"
#include "common/base/time.h"
#include "tests/integration/held_round.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr int64_t kDay = int64_t{24} * 3600 * 1000;

// "2026-11-24" so many days from now.
std::string DateIn(int days) { return FormatUtc(ReadClocks().unix_ms + days * kDay).substr(0, 10); }

class ClockJump : public HeldRound {
 protected:
  void SetUp() override {
    ASSERT_TRUE(fs::exists(HANSA_FAKETIME)) << "libfaketime is missing: install the packages of "
                                               "cmake/packages-tests.txt and configure again";
    SetDays(0);
  }
  void TearDown() override {
    if (HasFailure() && fleet_ != nullptr) ADD_FAILURE() << fleet_->Logs();
  }
  // The time of day of a process whose environment this is comes from the file; the clock that
  // only goes forward, and the times of files, are the machine's.
  std::map<std::string, std::string> Environment() const {
    return {{"LD_PRELOAD", HANSA_FAKETIME},
            {"FAKETIME_TIMESTAMP_FILE", file_.string()},
            {"FAKETIME_NO_CACHE", "1"},
            {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
            {"NO_FAKE_STAT", "1"},
            {"ASAN_OPTIONS", "verify_asan_link_order=0"}};  // the preloaded library comes first
  }
  void SetDays(int days) {
    const fs::path fresh = file_.string() + ".new";
    std::ofstream(fresh) << (days < 0 ? "" : "+") << days << "d\n";
    fs::rename(fresh, file_);
  }
  CommandResult RunWithJump(const std::string& name, int days) {
    return RunHeld(name, [&] {
      SetDays(days);
      LetGo();
    });
  }
  // The job's run started on one date and ended on another.
  void ExpectJumped(const CommandResult& run, const std::string& from, const std::string& to) {
    EXPECT_EQ(EventsNamed(run, "job_started").at(0)["time"].get<std::string>().substr(0, 10), from);
    EXPECT_EQ(EventsNamed(run, "job_finished").at(0)["time"].get<std::string>().substr(0, 10), to);
  }

  ScratchFolder clock_;
  const fs::path file_ = clock_.path() / "days";
};

TEST_F(ClockJump, OfTheCoordinatorChangesNothing) {
  TestFleetOptions options;
  options.coordinator_environment = Environment();
  Start(std::move(options));
  const CommandResult reference = Run("reference");
  const CommandResult forward = RunWithJump("forward", 40);
  const CommandResult back = RunWithJump("back", -3);
  for (const CommandResult& run : {reference, forward, back}) {
    ExpectUndisturbed(run, kSites);
    if (HasFailure()) return;
  }
  const std::string today = DateIn(0);
  ExpectJumped(forward, today, DateIn(40));
  ExpectJumped(back, DateIn(40), DateIn(-3));
  for (const char* job : {"forward", "back"})
    EXPECT_EQ(WeightsOf(*fleet_, job, 2), WeightsOf(*fleet_, "reference", 2));
}

TEST_F(ClockJump, OfASiteChangesNothing) {
  TestFleetOptions options;
  options.environment[0] = Environment();
  Start(std::move(options));
  ExpectUndisturbed(Run("reference"), kSites);
  for (const int days : {40, -3}) {
    const std::string job = days < 0 ? "back" : "forward";
    ExpectUndisturbed(RunWithJump(job, days), kSites);
    EXPECT_EQ(WeightsOf(*fleet_, job, 2), WeightsOf(*fleet_, "reference", 2));
    EXPECT_THAT(ReadWhole(fleet().log("site-0")), HasSubstr("\n" + DateIn(days)));
  }
}

}  // namespace
}  // namespace hansa::testing
