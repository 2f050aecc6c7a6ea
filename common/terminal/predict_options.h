#pragma once
// The options of `predict`: the same in hansa model and in hansa-client, which the first becomes.

#include <CLI/App.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace hansa::terminal {

struct PredictOptions {
  std::string model;  // a folder, or the safetensors file in it
  std::string rows;   // a CSV file
  std::string where, script;
  bool evaluation = false;
  bool csv = false;
  std::string plot, x;
  uint64_t limit = 0;  // 0: all
};

// `options` outlive the parsing.
void AddPredictOptions(CLI::App& command, PredictOptions& options);

// As words of a command line that AddPredictOptions reads back.
std::vector<std::string> WordsOf(const PredictOptions& options);

}  // namespace hansa::terminal
