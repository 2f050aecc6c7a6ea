// A target that dies must be noticed, with the input that it died of.

#include "tests/fuzz/guarded_run.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "common/base/check.h"
#include "tests/fuzz/mutator.h"

namespace hansa::fuzz {
namespace {

int DiesOfFive(const uint8_t* data, size_t size) {
  HANSA_CHECK(size != 5);
  if (size == 6) std::raise(SIGKILL);
  return size > 0 && data[0] == 'a' ? 0 : -1;
}

GuardedRun RunOn(std::vector<std::string> inputs) {
  size_t place = 0;
  return RunGuarded(DiesOfFive, [&]() -> std::optional<Bytes> {
    if (place == inputs.size()) return std::nullopt;
    return ToBytes(inputs[place++]);
  });
}

TEST(GuardedRun, CountsWhatWasTaken) {
  const GuardedRun run = RunOn({"a", "", "b", "ab"});
  EXPECT_EQ(run.inputs, 4u);
  EXPECT_EQ(run.taken, 2u);
  EXPECT_FALSE(run.death);
}

TEST(GuardedRun, ADeadTargetLeavesItsInput) {
  GuardedRun run = RunOn({"a", "right", "b"});
  ASSERT_TRUE(run.death);
  EXPECT_EQ(run.inputs, 2u);
  EXPECT_EQ(ToString(run.death->input), "right");
  EXPECT_EQ(run.death->how, "exit code 70");
  run = RunOn({"killed"});
  ASSERT_TRUE(run.death);
  EXPECT_EQ(run.death->how, "signal 9");
}

TEST(Mutator, TheSameSeedGivesTheSameInputs) {
  const std::vector<Bytes> corpus{{}, ToBytes("a"), Bytes(kLongestInput, 7)};
  Mutator one(1, corpus), again(1, corpus), two(2, corpus);
  size_t differing = 0;
  for (int i = 0; i < 2000; ++i) {
    const Bytes input = one.Next();
    EXPECT_LE(input.size(), kLongestInput);
    EXPECT_EQ(input, again.Next());
    if (input != two.Next()) ++differing;
  }
  EXPECT_GT(differing, 1000u);
}

}  // namespace
}  // namespace hansa::fuzz
