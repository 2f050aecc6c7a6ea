#pragma once
// A program of ours started as a process: its output as lines, its end as words.

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/base/unique_fd.h"

namespace hansa {

struct ExitStatus {
  int exit_code = -1;  // when it exited by itself
  int signal = 0;      // when a signal ended it
  // "exit code 3", "killed by signal 9"
  std::string Text() const;
};

// Not thread-safe. A process still running when the object goes is killed.
class ChildProcess {
 public:
  struct Options {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::filesystem::path standard_error;            // file to append to; empty: inherited
    std::map<std::string, std::string> environment;  // added to ours
  };
  static Result<ChildProcess> Start(Options options);
  ChildProcess(ChildProcess&&) noexcept = default;
  ChildProcess& operator=(ChildProcess&&) noexcept;
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  // The next line of its standard output; empty when none came within `limit` or the output ended.
  std::optional<std::string> ReadLine(std::chrono::milliseconds limit);
  // Everything until its output ends or `limit` passed.
  std::string ReadAll(std::chrono::milliseconds limit);
  bool output_ended() const { return output_ended_; }
  int output_fd() const { return output_.get(); }

  void Signal(int signal);
  // Empty while it runs.
  std::optional<ExitStatus> TryWait();
  // Waits up to `limit`, then kills it.
  ExitStatus WaitOrKill(std::chrono::milliseconds limit);

 private:
  ChildProcess(pid_t pid, UniqueFd output) : pid_(pid), output_(std::move(output)) {}
  bool FillBuffer(std::chrono::steady_clock::time_point until);

  pid_t pid_ = -1;
  UniqueFd output_;
  std::string buffer_;
  bool output_ended_ = false;
  std::optional<ExitStatus> ended_;
};

// The folder of the running program, where its siblings are.
std::filesystem::path ProgramFolder();

}  // namespace hansa
