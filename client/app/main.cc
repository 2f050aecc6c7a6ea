// hansa-client: the agent of an edge site.

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "client/app/command.h"
#include "common/base/log.h"
#include "common/process/keep_freed_memory.h"
#include "common/terminal/command_line.h"

int main(int argc, char** argv) {
  using namespace hansa::client;
  hansa::KeepFreedMemory();
  hansa::StartLog("hansa-client", hansa::LogLevel::kInfo);
  Globals globals;

  CLI::App app("The agent of an edge site: trains on local data, shares only masked sums.",
               "hansa-client");
  app.set_version_flag("--version", "hansa-client " HANSA_VERSION);
  hansa::terminal::Describe(app, "hansa-client run --config site.toml");
  app.require_subcommand(1);
  AddJoinCommand(app, globals);
  AddCheckCommand(app, globals);
  AddRunCommand(app, globals);
  AddPauseCommands(app, globals);
  AddBaselineCommand(app, globals);
  AddAuditCommand(app, globals);
  AddLogCommand(app, globals);
  AddPredictCommand(app, globals);
  AddDescribeCommand(app, globals);

  const int parsed = hansa::terminal::Parse(app, argc, argv);
  if (parsed >= 0) return parsed;
  return globals.chosen();
}
