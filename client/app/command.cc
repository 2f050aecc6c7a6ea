#include "client/app/command.h"

#include "client/app/example_config.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"

namespace hansa::client {

Result<SiteConfig> Globals::LoadConfig() const {
  std::error_code none;
  if (!std::filesystem::exists(config, none))
    return BadInput(StrCat("there is no configuration ", config.string()), "",
                    StrCat("Write one, for example:\n\n", ExampleConfig("my-site"),
                           "\nor name another file with --config"));
  return LoadSiteConfig(config);
}

CLI::App* AddCommand(CLI::App& parent, Globals& globals, const std::string& name,
                     const std::string& description, const std::string& example,
                     std::function<Result<int>()> run) {
  CLI::App* command = parent.add_subcommand(name, description);
  terminal::Describe(*command, example);
  command->add_flag("--json", globals.json,
                    "one JSON object per line on stdout, the last one is the result");
  command->callback([&globals, run = std::move(run)] {
    globals.chosen = [&globals, run] {
      Result<int> exit_code = run();
      return exit_code.ok() ? exit_code.value() : terminal::Report(exit_code.error(), globals.json);
    };
  });
  return command;
}

void AddConfigOption(CLI::App& command, Globals& globals) {
  command.add_option("--config", globals.config, "the site's configuration")
      ->type_name("FILE")
      ->capture_default_str();
}

}  // namespace hansa::client
