// hansa-lab simulate: fleets under virtual time, faults and all, from seeds.

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/text.h"
#include "common/process/child_process.h"
#include "experiments/lab/command.h"
#include "experiments/simulation/command/simulate_command.h"

namespace hansa::lab {
namespace {

using simulation::SimulateOptions;

// The other program takes this one's place. Comes back only when it cannot be started.
Result<> RunStandIn(const SimulateOptions& options) {
  const std::string program = (ProgramFolder() / "hansa-simulate-stand-in").string();
  std::vector<std::string> words = {program,
                                    StrCat("--clients=", options.clients),
                                    StrCat("--rounds=", options.rounds),
                                    "--seeds=" + options.seeds,
                                    "--faults=" + options.faults,
                                    "--secure=" + options.secure,
                                    "--evaluate=" + options.evaluate,
                                    StrCat("--hours=", options.hours)};
  if (options.plant != "none") words.push_back("--plant=" + options.plant);
  if (!options.replay.empty()) words.push_back("--replay=" + options.replay);
  if (options.json) words.emplace_back("--json");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(program.c_str(), arguments.data());
  return BadInput(StrCat("cannot start ", program), std::strerror(errno),
                  "It is built beside hansa-lab; or take --crypto real");
}

}  // namespace

void AddSimulate(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<SimulateOptions>(SimulateOptions{.crypto = "real"});
  CLI::App* command = AddCommand(
      app, globals, "simulate",
      "Whole fleets under virtual time: the machines of production, a network and crashes, from "
      "seeds.",
      "hansa-lab simulate --clients 50 --rounds 10 --seeds 1..100 --crypto stand-in",
      [options, &globals] {
        options->json = globals.json;
        return options->crypto == "stand-in" ? RunStandIn(*options)
                                             : simulation::RunSimulate(*options);
      });
  simulation::AddSimulateOptions(*command, *options);
}

}  // namespace hansa::lab
