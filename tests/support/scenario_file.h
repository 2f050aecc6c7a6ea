#pragma once
// Scenarios as text: small verbs, and what must be seen after each. A file is a list of steps:
//
//   # comment
//   connect alice version=2
//   a further input line
//   ----
//   what must be seen
//   (up to an empty line or the end of the file)
//
// HANSA_REWRITE_SCENARIOS=1 in the environment writes what was seen into the file instead of
// comparing; a reviewer reads the difference. After etcd-io/raft's rafttest.

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hansa::testing {

struct ScenarioStep {
  int line = 0;  // of the verb, from 1
  std::string verb;
  std::vector<std::string> words;              // arguments without '='
  std::map<std::string, std::string> options;  // arguments "key=value"
  std::vector<std::string> input;              // lines between the verb's and the dashes
  std::string expected;                        // lines, each ending with a newline

  bool Has(const std::string& option) const { return options.count(option) > 0; }
  // The option's value, or `otherwise`.
  std::string Option(const std::string& option, const std::string& otherwise = "") const;
  long Number(const std::string& option, long otherwise) const;
};

// Steps in order. A step without dashes expects nothing to be seen.
std::vector<ScenarioStep> ParseScenario(const std::string& text);

// Runs each step through `respond`, which returns what is seen (a trailing newline is added where
// it lacks one; empty lines are not allowed in it). Differences become GoogleTest failures at the
// file's line.
void RunScenarioFile(const std::filesystem::path& path,
                     const std::function<std::string(const ScenarioStep&)>& respond);

// The .txt files of a folder, sorted; for INSTANTIATE_TEST_SUITE_P. Ends the test program when
// there is none.
std::vector<std::filesystem::path> ScenarioFilesIn(const std::filesystem::path& folder);
// "client_train" for ".../client_train.txt", fit for a test's name.
std::string ScenarioName(const std::filesystem::path& path);

}  // namespace hansa::testing
