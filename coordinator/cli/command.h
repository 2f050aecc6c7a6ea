#pragma once
// What every command of `hansa` shares, and the functions that add the groups of commands.

#include <CLI/App.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "common/base/result.h"
#include "coordinator/cli/operator_client.h"

namespace hansa::cli {

struct Globals {
  bool json = false;
  std::filesystem::path context;
  // What the chosen command does; returns the exit code.
  std::function<int()> chosen;

  Result<std::unique_ptr<OperatorClient>> Connect() const;
};

// Adds a subcommand with its help, example and --json, and calls `run` when it is chosen. An Error
// becomes the message and the exit code.
CLI::App* AddCommand(CLI::App& parent, Globals& globals, const std::string& name,
                     const std::string& description, const std::string& example,
                     std::function<Result<int>()> run);
// A group of commands, such as `hansa job`.
CLI::App* AddGroup(CLI::App& parent, const std::string& name, const std::string& description,
                   const std::string& example);

void AddCoordinatorCommands(CLI::App& app, Globals& globals);
// Of the group `hansa coordinator`.
void AddBackupCommands(CLI::App& group, Globals& globals);
void AddAuthorityCommands(CLI::App& app, Globals& globals);
// Of the group `hansa authority`, those that ask the coordinator.
void AddAuthorityOnlineCommands(CLI::App& group, Globals& globals);
void AddSiteCommands(CLI::App& app, Globals& globals);
void AddJobCommands(CLI::App& app, Globals& globals);
void AddModelCommands(CLI::App& app, Globals& globals);
void AddAuditCommands(CLI::App& app, Globals& globals);
void AddStatusCommand(CLI::App& app, Globals& globals);
void AddDemoCommand(CLI::App& app, Globals& globals);

}  // namespace hansa::cli
