#include "client/learning/script_fence.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "common/base/script_limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

// Computing, speaking over what is open, and ending. Everything else fails with EPERM, which the C
// library and LibTorch report as any other error.
constexpr int kAllowed[] = {
    // Open descriptors: the channel to the agent, the arrays that it passed, the log.
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(lseek),
    SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(fcntl), SCMP_SYS(dup), SCMP_SYS(close),
    SCMP_SYS(ftruncate), SCMP_SYS(memfd_create),
#ifdef __SANITIZE_ADDRESS__
    // The sanitizers of a test build try by a pipe whether memory can be read.
    SCMP_SYS(pipe), SCMP_SYS(pipe2),
#endif
    // Memory.
    SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    // Itself and the time.
    SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(getcpu),
    SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(restart_syscall), SCMP_SYS(getpid),
    SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getrusage), SCMP_SYS(sysinfo),
    SCMP_SYS(uname), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack), SCMP_SYS(exit), SCMP_SYS(exit_group)};

Error Cannot(const char* what, int fault) {
  return WorkFailed("the trainer cannot be fenced in, so it runs no TorchScript",
                    StrCat(what, ": ", std::strerror(fault)),
                    "a Linux kernel with seccomp filters is needed");
}

// The address space may grow by so much and no more: an allocation beyond fails.
Result<> BoundMemory() {
  uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const uint64_t now = pages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  const rlimit bound{now + limits::kScriptMemoryBytes, now + limits::kScriptMemoryBytes};
  const rlimit none{0, 0};
  if (::setrlimit(RLIMIT_AS, &bound) != 0) return Cannot("setrlimit", errno);
  if (::setrlimit(RLIMIT_CORE, &none) != 0) return Cannot("setrlimit", errno);
  return Success();
}

using Filter = std::unique_ptr<void, decltype(&::seccomp_release)>;

int AddRules(const Filter& filter) {
  int fault = 0;
  const auto add = [&](int call, auto... conditions) {
    if (fault == 0)
      fault = ::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, sizeof...(conditions),
                                 conditions...);
  };
  for (const int call : kAllowed) add(call);
  // abort() signals its own thread; no other process is to be signalled.
  add(SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
  // A limit may be asked, not set.
  add(SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0));
  return fault;
}

}  // namespace

Result<> EnterScriptFence() {
  static bool inside = false;
  if (inside) return Success();
  HANSA_TRY(BoundMemory());
  const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)), ::seccomp_release);
  if (filter == nullptr) return Cannot("seccomp_init", ENOMEM);
  // Of every thread that there may be.
  if (const int fault = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1); fault != 0)
    return Cannot("seccomp_attr_set", -fault);
  if (const int fault = AddRules(filter); fault != 0) return Cannot("seccomp_rule_add", -fault);
  if (const int fault = ::seccomp_load(filter.get()); fault != 0)
    return Cannot("seccomp_load", -fault);
  inside = true;
  return Success();
}

}  // namespace hansa::client
