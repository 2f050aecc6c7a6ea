#pragma once
// What the commands of hansa-lab share.

#include <CLI/App.hpp>
#include <functional>
#include <memory>
#include <string>

#include "common/base/result.h"

namespace hansa::lab {

struct Globals {
  bool json = false;
  std::function<int()> chosen;  // what the parsed command does; returns the exit code
};

// Adds a command with --json and one example under --help; `run` is called after parsing, and its
// error reported.
CLI::App* AddCommand(CLI::App& parent, Globals& globals, const std::string& name,
                     const std::string& description, const std::string& example,
                     std::function<Result<>()> run);

void AddDataBench(CLI::App& bench, Globals& globals);
void AddIdleBench(CLI::App& bench, Globals& globals);
void AddRestartBench(CLI::App& bench, Globals& globals);
void AddRoundBench(CLI::App& bench, Globals& globals);
void AddSecAggBench(CLI::App& bench, Globals& globals);
void AddTransferBench(CLI::App& bench, Globals& globals);
void AddTrainingBench(CLI::App& bench, Globals& globals);
void AddUpdateBench(CLI::App& bench, Globals& globals);
void AddSimulate(CLI::App& app, Globals& globals);

}  // namespace hansa::lab
