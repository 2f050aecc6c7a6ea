// hansa-trainer: the process that trains. An agent (or the lab) starts it and speaks with it over
// an inherited socket; nobody starts it by hand.

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <fstream>
#include <string>

#include "client/learning/torch_runtime.h"
#include "client/learning/trainer_loop.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"

namespace hansa::client {
namespace {

// Ends with its agent, and before it when memory runs out.
void TieToAgent() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::ofstream("/proc/self/oom_score_adj") << 500;
}

Result<UniqueFd> Inherit(int fd) {
  int type = 0;
  socklen_t size = sizeof(type);
  if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM)
    return Error{ErrorKind::kUsage, "--fd names no stream socket", StrCat("descriptor ", fd),
                 "hansa-client and hansa-lab start this program themselves"};
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return UniqueFd(fd);
}

Result<> Serve(int fd) {
  UniqueFd socket = HANSA_TRY(Inherit(fd));
  TieToAgent();
  StartTorch();
  return RunTrainerLoop(std::move(socket));
}

}  // namespace
}  // namespace hansa::client

int main(int argc, char** argv) {
  CLI::App app(
      "Trains and evaluates for an agent. hansa-client and hansa-lab start it; there is nothing to "
      "type.",
      "hansa-trainer");
  hansa::terminal::Describe(app, "hansa-trainer --fd 3");
  app.set_version_flag("--version", "hansa-trainer " HANSA_VERSION);
  int fd = -1;
  app.add_option("--fd", fd, "the inherited socket to answer on")->required();
  if (const int exit_code = hansa::terminal::Parse(app, argc, argv); exit_code >= 0)
    return exit_code;
  hansa::StartLog("hansa-trainer", hansa::LogLevel::kInfo);
  const hansa::Result<> served =
      hansa::client::Guarded("the trainer failed", [&] { return hansa::client::Serve(fd); });
  if (served.ok()) return 0;
  hansa::LogError(served.error().Text());
  return served.error().exit_code();
}
