#include "coordinator/cli/command.h"

#include "common/terminal/command_line.h"

namespace hansa::cli {

Result<std::unique_ptr<OperatorClient>> Globals::Connect() const {
  return OperatorClient::Connect(HANSA_TRY(LoadConnection(context)));
}

CLI::App* AddCommand(CLI::App& parent, Globals& globals, const std::string& name,
                     const std::string& description, const std::string& example,
                     std::function<Result<int>()> run) {
  CLI::App* command = parent.add_subcommand(name, description);
  terminal::Describe(*command, example);
  command->add_flag("--json", globals.json,
                    "one JSON object per line on stdout, the last one is the result");
  command
      ->add_option("--context", globals.context,
                   "folder with the connection settings and operator keys")
      ->type_name("DIR");
  command->callback([&globals, run = std::move(run)] {
    globals.chosen = [&globals, run] {
      Result<int> exit_code = run();
      return exit_code.ok() ? exit_code.value() : terminal::Report(exit_code.error(), globals.json);
    };
  });
  return command;
}

CLI::App* AddGroup(CLI::App& parent, const std::string& name, const std::string& description,
                   const std::string& example) {
  CLI::App* group = parent.add_subcommand(name, description);
  terminal::Describe(*group, example);
  group->require_subcommand(1);
  return group;
}

}  // namespace hansa::cli
