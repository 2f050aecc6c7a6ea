#include "client/trainer/child.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <thread>
#include <vector>

#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr int kChildSocket = 3;

struct FileActions {
  FileActions() { ::posix_spawn_file_actions_init(&actions); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions); }
  posix_spawn_file_actions_t actions;
};

struct Attributes {
  Attributes() { ::posix_spawnattr_init(&attributes); }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes); }
  posix_spawnattr_t attributes;
};

// Standard input empty, standard output joined to standard error (ours may carry JSON), the socket
// as 3, everything else closed.
void PlanDescriptors(FileActions& plan, int socket) {
  ::posix_spawn_file_actions_adddup2(&plan.actions, socket, kChildSocket);
  ::posix_spawn_file_actions_addopen(&plan.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&plan.actions, STDERR_FILENO, STDOUT_FILENO);
  ::posix_spawn_file_actions_addclosefrom_np(&plan.actions, kChildSocket + 1);
}

void PlanSignals(Attributes& plan) {
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&plan.attributes, &none);
  ::posix_spawnattr_setsigdefault(&plan.attributes, &all);
  ::posix_spawnattr_setpgroup(&plan.attributes, 0);
  ::posix_spawnattr_setflags(
      &plan.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

// Ours, with one thread for every BLAS; read before LibTorch is loaded.
std::vector<std::string> ChildEnvironment() {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string_view text = *entry;
    if (!text.starts_with("OPENBLAS_NUM_THREADS=") && !text.starts_with("OMP_NUM_THREADS=") &&
        !text.starts_with("MKL_NUM_THREADS="))
      result.emplace_back(text);
  }
  for (const char* name : {"OPENBLAS", "OMP", "MKL"})
    result.push_back(StrCat(name, "_NUM_THREADS=1"));
  return result;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Result<Child> StartChild(const std::filesystem::path& program) {
  std::array<int, 2> pair{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
    return WorkFailed("cannot make a socket pair for the trainer", std::strerror(errno));
  UniqueFd ours(pair[0]), theirs(pair[1]);

  FileActions descriptors;
  PlanDescriptors(descriptors, theirs.get());
  Attributes signals;
  PlanSignals(signals);
  std::vector<std::string> environment = ChildEnvironment();
  std::vector<std::string> arguments{program.string(), "--fd", std::to_string(kChildSocket)};

  pid_t pid = -1;
  int fault = ::posix_spawn(&pid, program.c_str(), &descriptors.actions, &signals.attributes,
                            Pointers(arguments).data(), Pointers(environment).data());
  if (fault != 0)
    return WorkFailed("cannot start the trainer",
                      StrCat(program.string(), ": ", std::strerror(fault)),
                      "build or install hansa-trainer beside this program");
  return Child{pid, std::move(ours)};
}

std::optional<int> ReapChild(pid_t pid, Duration limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (true) {
    int status = 0;
    pid_t got = ::waitpid(pid, &status, WNOHANG);
    if (got == pid) return status;
    if (got < 0 && errno != EINTR) return std::nullopt;
    if (std::chrono::steady_clock::now() >= until) return std::nullopt;
    std::this_thread::sleep_for(milliseconds(1));
  }
}

std::string DescribeExit(int wait_status) {
  if (WIFEXITED(wait_status)) return StrCat("exited with code ", WEXITSTATUS(wait_status));
  const int signal = WTERMSIG(wait_status);
  std::string text = StrCat("killed by signal ", signal);
  if (signal == SIGKILL) return text + ", perhaps out of memory";
  if (const char* name = ::sigdescr_np(signal); name != nullptr) text += StrCat(" (", name, ")");
  return text;
}

}  // namespace hansa::client
