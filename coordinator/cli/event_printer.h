#pragma once
// A job's events as lines for a person: one line a round, drops and refusals as they happen.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "common/terminal/style.h"

namespace hansa::cli {

// Prints to stdout; the phase under way goes to a redrawn line on a terminal. Not thread-safe.
class EventPrinter {
 public:
  void Print(const nlohmann::json& event);

 private:
  void PrintRound(const nlohmann::json& event);
  void PrintMetrics(const nlohmann::json& event);  // of a job that evaluates
  void Line(const std::string& text);

  terminal::ProgressLine progress_;
  uint64_t rounds_ = 0;
  std::string task_ = "train";
  bool counted_ = false;  // the round under way has told its statistics
  uint64_t dropped_ = 0;
  bool header_printed_ = false;
};

}  // namespace hansa::cli
