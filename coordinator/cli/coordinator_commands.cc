// hansa coordinator: init; the others are in backup_commands.cc.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/terminal/command_line.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/init_coordinator.h"

namespace hansa::cli {
namespace {

Result<int> Init(const Globals& globals, const InitOptions& flags) {
  InitOptions options = flags;
  options.context = globals.context;
  HANSA_TRY(InitCoordinator(options));
  const std::string folder = options.folder.string();
  const std::string context = options.context.string();
  if (globals.json) {
    terminal::PrintJson({{"event", "coordinator_made"}, {"folder", folder}, {"context", context}});
    return 0;
  }
  std::printf("Coordinator made in %s.\n", folder.c_str());
  std::printf(
      "Operator and authority keys are in %s. Keep authority.key safe and away from the "
      "coordinator:\n",
      context.c_str());
  std::printf("whoever holds it decides who is a site.\n\nNext:\n");
  std::printf("  hansa-coordinator --config %s/coordinator.toml\n", folder.c_str());
  const bool default_context = options.context == DefaultContextFolder();
  std::printf("  hansa site invite NAME --out NAME.invitation%s\n",
              default_context ? "" : (" --context " + context).c_str());
  return 0;
}

}  // namespace

void AddCoordinatorCommands(CLI::App& app, Globals& globals) {
  CLI::App* group = AddGroup(app, "coordinator", "make, back up and restore a coordinator",
                             "hansa coordinator init my-coordinator");
  auto options = std::make_shared<InitOptions>();
  CLI::App* init =
      AddCommand(*group, globals, "init", "configuration, empty store and keys in a folder",
                 "hansa coordinator init my-coordinator --listen tcp://0.0.0.0:7423",
                 [&globals, options] { return Init(globals, *options); });
  init->add_option("DIR", options->folder, "the new folder")->required();
  init->add_option("--listen", options->listen, "where it will listen; port 0 takes a free one")
      ->capture_default_str();
  init->add_option("--advertise", options->advertise,
                   "the address that sites use (default: as --listen)");
  AddBackupCommands(*group, globals);
}

}  // namespace hansa::cli
