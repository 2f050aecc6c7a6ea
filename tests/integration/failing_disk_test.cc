// A disk that fails to sync, at random: the coordinator ends with a clear error instead of going
// on, and once the disk is sound again the job goes on from what was stored.

#include <gmock/gmock.h>
#include <signal.h>

#include <array>

#include "tests/integration/held_round.h"

namespace hansa::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// Of the draws of what fails. Fixed, so that each does fail before the job ends.
constexpr std::array kSeeds = {1u, 2u, 3u};

class FailingDisk : public HeldRound {
 protected:
  void SetUp() override {
    ASSERT_TRUE(std::filesystem::exists(std::string(HANSA_FIU) + "/fiu_posix_preload.so"))
        << "libfiu is missing: install the packages of cmake/packages-tests.txt and configure "
           "again";
    Start({});
    ExpectUndisturbed(Run("reference"), kSites);
  }
  void TearDown() override {
    if (HasFailure() && fleet_ != nullptr) ADD_FAILURE() << fleet_->Logs();
  }
  // The store's file is the only one that is synced by fdatasync.
  static std::map<std::string, std::string> Faults(unsigned seed) {
    const std::string folder = HANSA_FIU;
    return {{"LD_PRELOAD", folder + "/fiu_run_preload.so " + folder + "/fiu_posix_preload.so"},
            {"FIU_ENABLE", "enable_random name=posix/io/sync/fdatasync,probability=0.1,failinfo=5"},
            {"FIU_CTRL_FIFO", ""},
            {"FIU_PRNG_SEED", std::to_string(seed)},
            {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
  }
  // It may end before it is ready, or in any step of a round.
  void RestartFaulty(unsigned seed) {
    fleet().coordinator().Signal(SIGTERM);
    fleet().coordinator().WaitOrKill(kEnd);
    fleet().coordinator_environment() = Faults(seed);
    static_cast<void>(fleet().StartCoordinator());
  }
};

TEST_F(FailingDisk, EndsTheCoordinatorAndTheJobGoesOnWithASoundOne) {
  const CommandResult run = RunHeld("disturbed", [&] {
    for (const unsigned seed : kSeeds) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      RestartFaulty(seed);
      if (seed == kSeeds.front()) LetGo();
      EXPECT_EQ(fleet().coordinator().WaitOrKill(kEnd).exit_code, 1);
    }
    EXPECT_THAT(
        ReadWhole(fleet().log("coordinator")),
        AllOf(HasSubstr("disk I/O error"), HasSubstr("Check the disk of"), HasSubstr("store.db")));
    fleet().coordinator_environment().clear();
    const auto started = fleet().StartCoordinator();
    EXPECT_TRUE(started.ok()) << started.error().Text();
  });
  ExpectUndisturbed(run, kSites);
  EXPECT_EQ(WeightsOf(*fleet_, "disturbed", 2), WeightsOf(*fleet_, "reference", 2));
}

}  // namespace
}  // namespace hansa::testing
