// A site's files change in the middle of a job: the site says why it cannot go on, the others do,
// and it comes back with its data.

#include <gmock/gmock.h>

#include <fstream>

#include "tests/integration/held_round.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class ChangingData : public HeldRound {
 protected:
  void SetUp() override { Start({}); }
  void TearDown() override {
    if (HasFailure()) ADD_FAILURE() << fleet_->Logs();
  }
  fs::path File() const { return fleet_->folder() / "site-3.csv"; }

  // `spoil` while the first round stands still; then the file is mended and another job is run.
  void ExpectGoneAndBack(const std::function<void()>& spoil, const std::string& reason) {
    const std::string good = ReadWhole(File());
    const CommandResult run = RunHeld("test-job", [&] {
      spoil();
      LetGo();
    });
    EXPECT_EQ(run.exit_code, 0) << run.output;
    EXPECT_THAT(run.output, HasSubstr(reason));
    EXPECT_EQ(EventsNamed(run, "round_finished").back()["clients"], 3) << run.output;

    std::ofstream(File()) << good;
    const CommandResult again = Run("test-job");
    EXPECT_EQ(again.exit_code, 0) << again.output;
    EXPECT_EQ(EventsNamed(again, "round_finished").back()["clients"], 4) << again.output;
  }
};

TEST_F(ChangingData, AColumnVanishesBetweenTwoRounds) {
  ExpectGoneAndBack([this] { std::ofstream(File()) << "time,x1,y\n2014-01-01T00:00Z,1,2\n"; },
                    "no column");
}

TEST_F(ChangingData, TheFileIsGone) {
  ExpectGoneAndBack([this] { fs::remove(File()); }, "cannot read a data file");
}

TEST_F(ChangingData, NothingIsLeftToTrainOn) {
  ExpectGoneAndBack(
      [this] { std::ofstream(File()) << "time,x1,x2,y\n2014-01-01T00:00Z,NaN,1,2\n"; },
      "no rows left for training");
}

}  // namespace
}  // namespace hansa::testing
