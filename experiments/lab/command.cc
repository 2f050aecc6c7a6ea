#include "experiments/lab/command.h"

#include "common/terminal/command_line.h"

namespace hansa::lab {

CLI::App* AddCommand(CLI::App& parent, Globals& globals, const std::string& name,
                     const std::string& description, const std::string& example,
                     std::function<Result<>()> run) {
  CLI::App* command = parent.add_subcommand(name, description);
  terminal::Describe(*command, example);
  command->add_flag("--json", globals.json,
                    "one JSON object per line on stdout, the last one is the result");
  command->callback([&globals, run = std::move(run)] {
    globals.chosen = [&globals, run] {
      const Result<> done = run();
      return done.ok() ? 0 : terminal::Report(done.error(), globals.json);
    };
  });
  return command;
}

}  // namespace hansa::lab
