// hansa-simulate-stand-in: what `hansa-lab simulate --crypto stand-in` runs. Its cryptography
// protects nothing (experiments/simulation/stand_in); it is a program of its own, so that no other
// can contain that.

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "common/base/log.h"
#include "common/terminal/command_line.h"
#include "experiments/simulation/command/simulate_command.h"

int main(int argc, char** argv) {
  hansa::StartLog("hansa-simulate-stand-in", hansa::LogLevel::kWarning);
  hansa::simulation::SimulateOptions options{.crypto = "stand-in"};
  CLI::App app("Fleets under virtual time, with cryptography that only looks like one.",
               "hansa-simulate-stand-in");
  app.set_version_flag("--version", "hansa-simulate-stand-in " HANSA_VERSION);
  hansa::terminal::Describe(app, "hansa-lab simulate --crypto stand-in --clients 50 --rounds 10");
  hansa::simulation::AddSimulateOptions(app, options);
  app.add_flag("--json", options.json, "one JSON object per line, the last one is the result");
  const int parsed = hansa::terminal::Parse(app, argc, argv);
  if (parsed >= 0) return parsed;
  options.crypto = "stand-in";
  const hansa::Result<> done = hansa::simulation::RunSimulate(options);
  return done.ok() ? 0 : hansa::terminal::Report(done.error(), options.json);
}
