#include <gtest/gtest.h>
#include <signal.h>

#include "common/process/child_process.h"

namespace hansa {
namespace {

using std::chrono::milliseconds;

TEST(ChildProcess, GivesItsLinesAndItsEnd) {
  auto child = ChildProcess::Start({.program = "/bin/sh",
                                    .arguments = {"-c", "echo one; echo $WORD; exit 3"},
                                    .standard_error = {},
                                    .environment = {{"WORD", "two"}}});
  ASSERT_TRUE(child.ok());
  EXPECT_EQ(child->ReadLine(milliseconds(5000)), "one");
  EXPECT_EQ(child->ReadLine(milliseconds(5000)), "two");
  EXPECT_FALSE(child->ReadLine(milliseconds(5000)).has_value());
  const ExitStatus end = child->WaitOrKill(milliseconds(5000));
  EXPECT_EQ(end.exit_code, 3);
  EXPECT_GT(end.peak_resident_bytes, 0u);
}

TEST(ChildProcess, KillsWhatDoesNotEnd) {
  auto child = ChildProcess::Start(
      {.program = "/bin/sleep", .arguments = {"100"}, .standard_error = {}, .environment = {}});
  ASSERT_TRUE(child.ok());
  EXPECT_FALSE(child->TryWait().has_value());
  EXPECT_EQ(child->WaitOrKill(milliseconds(0)).signal, SIGKILL);
}

TEST(ChildProcess, SaysWhatCannotBeStarted) {
  const auto child = ChildProcess::Start(
      {.program = "/no/such", .arguments = {}, .standard_error = {}, .environment = {}});
  ASSERT_FALSE(child.ok());
  EXPECT_NE(child.error().Text().find("/no/such"), std::string::npos);
}

}  // namespace
}  // namespace hansa
