#include "common/terminal/style.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace hansa::terminal {

bool IsTerminal(int fd) { return isatty(fd) != 0; }

bool MayColour(int fd) {
  const char* no_color = std::getenv("NO_COLOR");
  return IsTerminal(fd) && (no_color == nullptr || *no_color == '\0');
}

std::string Paint(std::string_view text, Colour colour, int fd) {
  if (!MayColour(fd)) return std::string(text);
  const char* code = "0";
  switch (colour) {
    case Colour::kRed:
      code = "31";
      break;
    case Colour::kGreen:
      code = "32";
      break;
    case Colour::kYellow:
      code = "33";
      break;
    case Colour::kBold:
      code = "1";
      break;
    case Colour::kDim:
      code = "2";
      break;
  }
  return std::string("\033[") + code + "m" + std::string(text) + "\033[0m";
}

void ProgressLine::Show(std::string_view text) {
  if (!IsTerminal(STDERR_FILENO)) return;
  std::fprintf(stderr, "\r\033[K%.*s", static_cast<int>(text.size()), text.data());
  std::fflush(stderr);
  shown_ = true;
}

void ProgressLine::Clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace hansa::terminal
