// hansa: the command line of data scientists and operators.

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "common/base/log.h"
#include "common/terminal/command_line.h"
#include "coordinator/cli/command.h"

int main(int argc, char** argv) {
  using namespace hansa::cli;
  hansa::StartLog("hansa", hansa::LogLevel::kWarning);
  Globals globals;
  globals.context = DefaultContextFolder();

  CLI::App app("Federated learning for industrial sites: jobs, sites and models of a coordinator.",
               "hansa");
  app.set_version_flag("--version", "hansa " HANSA_VERSION);
  hansa::terminal::Describe(app, "hansa demo");
  app.require_subcommand(1);
  AddDemoCommand(app, globals);
  AddCoordinatorCommands(app, globals);
  AddAuthorityCommands(app, globals);
  AddSiteCommands(app, globals);
  AddJobCommands(app, globals);
  AddModelCommands(app, globals);
  AddAuditCommands(app, globals);
  AddStatusCommand(app, globals);

  const int parsed = hansa::terminal::Parse(app, argc, argv);
  if (parsed >= 0) return parsed;
  return globals.chosen();
}
