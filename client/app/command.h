#pragma once
// What every command of hansa-client shares, and the functions that add the commands.

#include <CLI/App.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "client/policy/site_config.h"
#include "common/base/result.h"

namespace hansa::client {

struct Globals {
  bool json = false;
  std::filesystem::path config = "site.toml";
  // What the chosen command does; returns the exit code.
  std::function<int()> chosen;

  // The configuration, with what to do when there is none.
  Result<SiteConfig> LoadConfig() const;
};

// Adds a subcommand with its help, example and --json, and calls `run` when it is chosen. An Error
// becomes the message and the exit code.
CLI::App* AddCommand(CLI::App& parent, Globals& globals, const std::string& name,
                     const std::string& description, const std::string& example,
                     std::function<Result<int>()> run);
void AddConfigOption(CLI::App& command, Globals& globals);

void AddJoinCommand(CLI::App& app, Globals& globals);
void AddRunCommand(CLI::App& app, Globals& globals);
void AddCheckCommand(CLI::App& app, Globals& globals);
void AddBaselineCommand(CLI::App& app, Globals& globals);
void AddAuditCommand(CLI::App& app, Globals& globals);
void AddLogCommand(CLI::App& app, Globals& globals);
void AddPredictCommand(CLI::App& app, Globals& globals);
void AddDescribeCommand(CLI::App& app, Globals& globals);
void AddPauseCommands(CLI::App& app, Globals& globals);

}  // namespace hansa::client
