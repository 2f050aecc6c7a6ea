#pragma once
// A job's events on the terminal.

#include "common/terminal/style.h"
#include "coordinator/cli/event_text.h"

namespace hansa::cli {

// Prints to stdout; what is under way goes to a redrawn line on a terminal. Not thread-safe.
class EventPrinter {
 public:
  void Print(const nlohmann::ordered_json& event);

 private:
  EventWriter writer_;
  terminal::ProgressLine progress_;
};

}  // namespace hansa::cli
