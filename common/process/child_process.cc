#include "common/process/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "common/base/text.h"

extern char** environ;

namespace hansa {
namespace {

using Clock = std::chrono::steady_clock;

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

// What the new process does before it becomes the program: only calls that are safe between fork
// and exec (signal-safety(7)). It ends when we do, however we end, so that nothing is left behind.
struct Launch {
  pid_t parent;
  int output;
  const char* standard_error;  // null: inherited
  char* const* arguments;
  char* const* environment;

  [[noreturn]] void Run(int failure) const {
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int error = standard_error == nullptr
                          ? STDERR_FILENO
                          : ::open(standard_error, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const bool ready = ::prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && ::getppid() == parent &&
                       input >= 0 && error >= 0 && ::dup2(input, STDIN_FILENO) >= 0 &&
                       ::dup2(output, STDOUT_FILENO) >= 0 && ::dup2(error, STDERR_FILENO) >= 0;
    if (ready) ::execve(arguments[0], arguments, environment);
    const int fault = errno;
    [[maybe_unused]] const ssize_t told = ::write(failure, &fault, sizeof fault);
    ::_exit(127);
  }
};

struct Pipe {
  UniqueFd read_end, write_end;
};

Result<Pipe> MakePipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return WorkFailed("cannot make a pipe", std::strerror(errno));
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

}  // namespace

std::string ExitStatus::Text() const {
  if (signal != 0) return StrCat("killed by signal ", signal);
  return StrCat("exit code ", exit_code);
}

Result<ChildProcess> ChildProcess::Start(Options options) {
  Pipe output = HANSA_TRY(MakePipe());
  Pipe failure = HANSA_TRY(MakePipe());  // closes at exec; carries errno when that fails
  std::vector<std::string> arguments = {options.program.string()};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> environment = Environment(options.environment);
  const std::vector<char*> argument_pointers = Pointers(arguments);
  const std::vector<char*> environment_pointers = Pointers(environment);
  const Launch launch{
      .parent = ::getpid(),
      .output = output.write_end.get(),
      .standard_error = options.standard_error.empty() ? nullptr : options.standard_error.c_str(),
      .arguments = argument_pointers.data(),
      .environment = environment_pointers.data()};
  const pid_t pid = ::fork();
  if (pid < 0) return WorkFailed("cannot make a process", std::strerror(errno));
  if (pid == 0) launch.Run(failure.write_end.get());
  failure.write_end = UniqueFd();
  ChildProcess child(pid, std::move(output.read_end));
  int fault = 0;
  if (::read(failure.read_end.get(), &fault, sizeof fault) == sizeof fault)
    return WorkFailed(StrCat("cannot start ", options.program.string()), std::strerror(fault));
  return child;
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
  const pid_t got = ::waitpid(pid_, &status, WNOHANG);
  if (got == 0) return std::nullopt;
  ExitStatus end;
  if (got == pid_) {
    if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
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
