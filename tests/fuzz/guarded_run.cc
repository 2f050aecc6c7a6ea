#include "tests/fuzz/guarded_run.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "common/base/check.h"
#include "common/base/text.h"
#include "tests/fuzz/mutator.h"

namespace hansa::fuzz {
namespace {

constexpr unsigned kEndlessSeconds = 60;

// Memory of both processes.
struct Current {
  uint64_t inputs;
  uint64_t taken;
  size_t size;
  uint8_t bytes[kLongestInput];
};

Current* MapCurrent() {
  void* memory =
      mmap(nullptr, sizeof(Current), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  HANSA_CHECK(memory != MAP_FAILED);
  return static_cast<Current*>(memory);
}

[[noreturn]] void RunAll(Target target, const std::function<std::optional<Bytes>()>& next,
                         Current& current) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  while (std::optional<Bytes> input = next()) {
    HANSA_CHECK(input->size() <= kLongestInput);
    std::copy(input->begin(), input->end(), current.bytes);
    current.size = input->size();
    alarm(kEndlessSeconds);
    ++current.inputs;
    if (target(input->data(), input->size()) == 0) ++current.taken;
  }
  _exit(0);
}

std::string How(int status) {
  if (WIFEXITED(status)) return StrCat("exit code ", WEXITSTATUS(status));
  const int number = WTERMSIG(status);
  return number == SIGALRM ? std::string("no end after a minute") : StrCat("signal ", number);
}

}  // namespace

GuardedRun RunGuarded(Target target, const std::function<std::optional<Bytes>()>& next) {
  Current* current = MapCurrent();
  const pid_t child = fork();
  HANSA_CHECK(child >= 0);
  if (child == 0) RunAll(target, next, *current);
  int status = 0;
  HANSA_CHECK(waitpid(child, &status, 0) == child);
  GuardedRun run{.inputs = current->inputs, .taken = current->taken};
  if (status != 0)
    run.death = Death{Bytes(current->bytes, current->bytes + current->size), How(status)};
  munmap(current, sizeof(Current));
  return run;
}

}  // namespace hansa::fuzz
