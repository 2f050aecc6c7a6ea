// hansa-lab: the researcher's program.

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "common/base/log.h"
#include "common/terminal/command_line.h"
#include "experiments/lab/command.h"

int main(int argc, char** argv) {
  using namespace hansa::lab;
  hansa::StartLog("hansa-lab", hansa::LogLevel::kWarning);
  Globals globals;

  CLI::App app("Experiments and figures, on this machine.", "hansa-lab");
  app.set_version_flag("--version", "hansa-lab " HANSA_VERSION);
  hansa::terminal::Describe(app, "hansa-lab bench training --model wind");
  app.require_subcommand(1);
  CLI::App* bench = app.add_subcommand("bench", "Figures beside their limit, measured in one run.");
  hansa::terminal::Describe(*bench, "hansa-lab bench training --model wind --json");
  bench->require_subcommand(1);
  AddDataBench(*bench, globals);
  AddIdleBench(*bench, globals);
  AddRestartBench(*bench, globals);
  AddRoundBench(*bench, globals);
  AddSecAggBench(*bench, globals);
  AddTrainingBench(*bench, globals);
  AddTransferBench(*bench, globals);
  AddUpdateBench(*bench, globals);
  AddSimulate(app, globals);

  const int parsed = hansa::terminal::Parse(app, argc, argv);
  if (parsed >= 0) return parsed;
  return globals.chosen();
}
