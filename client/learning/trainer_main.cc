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
      "Trains and evaluates for an agent.\n"
      "hansa-client and hansa-lab start it; there is nothing to type.\n"
      "Example: hansa-trainer --fd 3",
      "hansa-trainer");
  int fd = -1;
  app.add_option("--fd", fd, "The inherited socket to answer on")->required();
  app.set_version_flag("--version", "hansa-trainer " HANSA_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(hansa::ErrorKind::kUsage);
  }
  hansa::StartLog("hansa-trainer", hansa::LogLevel::kInfo);
  const hansa::Result<> served =
      hansa::client::Guarded("the trainer failed", [&] { return hansa::client::Serve(fd); });
  if (served.ok()) return 0;
  hansa::LogError(served.error().Text());
  return served.error().exit_code();
}
