#include "coordinator/cli/event_printer.h"

#include <unistd.h>

#include <cstdio>

namespace hansa::cli {
namespace {

std::string Painted(const EventText& text) {
  using terminal::Colour;
  if (text.mood == EventText::Mood::kPlain) return text.lines;
  const bool warning = text.mood == EventText::Mood::kWarning;
  return terminal::Paint(text.lines, warning ? Colour::kYellow : Colour::kRed, STDOUT_FILENO);
}

}  // namespace

void EventPrinter::Print(const nlohmann::ordered_json& event) {
  const EventText text = writer_.Write(event);
  if (!text.lines.empty()) {
    progress_.Clear();
    std::printf("%s\n", Painted(text).c_str());
    std::fflush(stdout);
  }
  if (!text.progress.empty()) progress_.Show(text.progress);
}

}  // namespace hansa::cli
