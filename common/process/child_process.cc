#include "common/process/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "common/base/text.h"

extern char** environ;

namespace hansa {
namespace {

using Clock = std::chrono::steady_clock;

// posix_spawn's file actions, freed at the end of the scope.
class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> Environment(const std::map<std::string, std::string>& more) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (!more.contains(std::string(text.substr(0, text.find('='))))) out.emplace_back(text);
  }
  for (const auto& entry : more) out.push_back(entry.first + "=" + entry.second);
  return out;
}

}  // namespace

std::string ExitStatus::Text() const {
  if (signal != 0) return StrCat("killed by signal ", signal);
  return StrCat("exit code ", exit_code);
}

Result<ChildProcess> ChildProcess::Start(Options options) {
  int pipe_fds[2];
  if (::pipe2(pipe_fds, O_CLOEXEC) != 0)
    return WorkFailed("cannot make a pipe", std::strerror(errno));
  UniqueFd read_end(pipe_fds[0]);
  UniqueFd write_end(pipe_fds[1]);

  FileActions actions;
  posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(actions.get(), write_end.get(), STDOUT_FILENO);
  if (!options.standard_error.empty()) {
    posix_spawn_file_actions_addopen(actions.get(), STDERR_FILENO, options.standard_error.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0644);
  }
  std::vector<std::string> arguments = {options.program.string()};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> environment = Environment(options.environment);
  pid_t pid = -1;
  const int fault = ::posix_spawn(&pid, options.program.c_str(), actions.get(), nullptr,
                                  Pointers(arguments).data(), Pointers(environment).data());
  if (fault != 0)
    return WorkFailed(StrCat("cannot start ", options.program.string()), std::strerror(fault));
  return ChildProcess(pid, std::move(read_end));
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(output_, other.output_);
  std::swap(buffer_, other.buffer_);
  std::swap(output_ended_, other.output_ended_);
  std::swap(ended_, other.ended_);
  return *this;
}

ChildProcess::~ChildProcess() {
  // A moved-from object has no output left.
  if (output_.valid() && !ended_.has_value()) WaitOrKill(std::chrono::milliseconds(0));
}

bool ChildProcess::FillBuffer(Clock::time_point until) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    pollfd entry{output_.get(), POLLIN, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::max<int64_t>(0, left.count())));
    if (ready < 0 && errno == EINTR) return false;  // the caller looks at its signals
    if (ready <= 0) return false;
    char chunk[4096];
    const ssize_t got = ::read(output_.get(), chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      output_ended_ = true;
      return false;
    }
    buffer_.append(chunk, static_cast<size_t>(got));
    return true;
  }
}

std::optional<std::string> ChildProcess::ReadLine(std::chrono::milliseconds limit) {
  const auto until = Clock::now() + limit;
  for (;;) {
    const size_t end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    if (output_ended_ || !FillBuffer(until)) return std::nullopt;
  }
}

std::string ChildProcess::ReadAll(std::chrono::milliseconds limit) {
  const auto until = Clock::now() + limit;
  while (!output_ended_ && Clock::now() < until) FillBuffer(until);
  return std::exchange(buffer_, {});
}

void ChildProcess::Signal(int signal) {
  if (!TryWait().has_value()) ::kill(pid_, signal);
}

std::optional<ExitStatus> ChildProcess::TryWait() {
  if (ended_.has_value()) return ended_;
  int status = 0;
  rusage usage{};
  const pid_t got = ::wait4(pid_, &status, WNOHANG, &usage);
  if (got == 0) return std::nullopt;
  ExitStatus end;
  if (got == pid_) {
    if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
    end.peak_resident_bytes = static_cast<uint64_t>(usage.ru_maxrss) * 1024;
  }
  ended_ = end;
  return ended_;
}

ExitStatus ChildProcess::WaitOrKill(std::chrono::milliseconds limit) {
  const auto until = Clock::now() + limit;
  for (;;) {
    if (const auto end = TryWait()) return *end;
    if (Clock::now() >= until) ::kill(pid_, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

std::filesystem::path ProgramFolder() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

}  // namespace hansa
