#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "common/process/child_process.h"
#include "common/process/resident_memory.h"

namespace hansa {
namespace {

using std::chrono::milliseconds;

bool IsZombie(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  const std::string text((std::istreambuf_iterator<char>(stat)), {});
  const size_t name_end = text.rfind(')');
  return name_end != std::string::npos && text.substr(name_end + 1, 2) == " Z";
}

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
}

TEST(ResidentMemory, IsOurOwnWithItsPeak) {
  const ResidentMemory memory = ResidentMemoryOf(::getpid());
  EXPECT_GT(memory.now_bytes, 100'000u);
  EXPECT_GE(memory.peak_bytes, memory.now_bytes);
  EXPECT_EQ(ResidentMemoryOf(-1).now_bytes, 0u);
}

TEST(ChildProcess, KillsWhatDoesNotEnd) {
  auto child = ChildProcess::Start(
      {.program = "/bin/sleep", .arguments = {"100"}, .standard_error = {}, .environment = {}});
  ASSERT_TRUE(child.ok());
  EXPECT_FALSE(child->TryWait().has_value());
  EXPECT_EQ(child->WaitOrKill(milliseconds(0)).signal, SIGKILL);
}

// A demo or a test that is killed leaves no server and no agent behind.
TEST(ChildProcess, EndsWithItsParent) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    auto child = ChildProcess::Start(
        {.program = "/bin/sleep", .arguments = {"100"}, .standard_error = {}, .environment = {}});
    const pid_t pid = child.ok() ? child->pid() : 0;
    if (::write(ends[1], &pid, sizeof pid) != sizeof pid) ::_exit(1);
    ::raise(SIGKILL);
  }
  ::close(ends[1]);
  pid_t orphan = 0;
  ASSERT_EQ(::read(ends[0], &orphan, sizeof orphan), static_cast<ssize_t>(sizeof orphan));
  ASSERT_GT(orphan, 0);
  ::close(ends[0]);
  ::waitpid(parent, nullptr, 0);
  // The kernel's process list is asked until it is gone or the test's own limit ends the wait.
  while (::kill(orphan, 0) == 0 && !IsZombie(orphan)) std::this_thread::sleep_for(milliseconds(1));
}

TEST(ChildProcess, SaysWhatCannotBeStarted) {
  const auto child = ChildProcess::Start(
      {.program = "/no/such", .arguments = {}, .standard_error = {}, .environment = {}});
  ASSERT_FALSE(child.ok());
  EXPECT_NE(child.error().Text().find("/no/such"), std::string::npos);
}

}  // namespace
}  // namespace hansa
