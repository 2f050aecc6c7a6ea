// hansa-coordinator: schedules rounds, sums updates, publishes and stores models.

#include <signal.h>
#include <sys/resource.h>
#include <sys/signalfd.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "common/process/keep_freed_memory.h"
#include "common/terminal/command_line.h"
#include "coordinator/app/loop.h"

namespace {

using namespace hansa;

// Blocks SIGINT and SIGTERM in every thread; they are read from the descriptor instead.
Result<UniqueFd> CatchStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  UniqueFd fd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd.valid()) return Error{ErrorKind::kInternal, "cannot watch for signals", "", ""};
  return fd;
}

// From here on a signal ends the process at once.
void StopCatching(const UniqueFd& fd) {
  signalfd_siginfo info;
  while (::read(fd.get(), &info, sizeof info) == sizeof info) {
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_UNBLOCK, &signals, nullptr);
}

// A connection is a descriptor: as many as this process may have, not only as many as it got.
void AllowManyConnections() {
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0) return;
  descriptors.rlim_cur = descriptors.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &descriptors);
}

void SayReady(const std::string& address, bool json) {
  if (json)
    terminal::PrintJson({{"event", "ready"}, {"address", address}});
  else
    std::printf("hansa-coordinator ready on %s\n", address.c_str());
  std::fflush(stdout);
}

Result<> Serve(const std::string& config, bool json) {
  const UniqueFd stop = HANSA_TRY(CatchStopSignals());
  AllowManyConnections();
  auto folder = HANSA_TRY(coordinator::LoadCoordinatorFolder(config));
  const std::filesystem::path address_file = folder.address_file;
  auto loop = HANSA_TRY(coordinator::Loop::Open(std::move(folder)));
  HANSA_TRY(WriteFileAtomically(address_file, loop->address() + "\n"));
  SayReady(loop->address(), json);
  Result<> served = loop->Run(stop.get());
  StopCatching(stop);
  loop.reset();
  std::error_code ignored;
  std::filesystem::remove(address_file, ignored);
  if (served.ok()) LogInfo("stopped; jobs that were running go on at the next start");
  return served;
}

}  // namespace

int main(int argc, char** argv) {
  KeepFreedMemory();
  StartLog("hansa-coordinator", LogLevel::kInfo);
  CLI::App app("Schedules federated rounds, sums masked updates, publishes signed models.",
               "hansa-coordinator");
  app.set_version_flag("--version", "hansa-coordinator " HANSA_VERSION);
  terminal::Describe(app, "hansa-coordinator --config DIR/coordinator.toml");
  std::string config;
  bool json = false;
  app.add_option("--config", config, "coordinator.toml, or the folder that holds it")->required();
  app.add_flag("--json", json, "the ready line and errors as JSON objects on stdout");

  const int parsed = terminal::Parse(app, argc, argv);
  if (parsed >= 0) return parsed;
  const Result<> served = Serve(config, json);
  return served.ok() ? 0 : terminal::Report(served.error(), json);
}
