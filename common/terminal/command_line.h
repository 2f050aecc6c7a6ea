#pragma once
// How every program of ours parses its arguments and reports its errors (docs/guides: exit codes).

#include <CLI/App.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "common/base/result.h"

namespace hansa::terminal {

// A CLI11 application with --version and the habits of our programs. `example` is shown under
// --help.
void Describe(CLI::App& app, const std::string& example);

// Parses; usage errors are printed with the nearest right command or option. Returns the exit code
// to end with, or -1 when a command is to be run.
int Parse(CLI::App& app, int argc, char** argv);

// Prints an error for a person on stderr (and as one JSON object on stdout with `json`); returns
// its exit code.
int Report(const Error& error, bool json);

// One JSON object on a line of stdout.
void PrintJson(const nlohmann::json& object);

}  // namespace hansa::terminal
