#pragma once
// Colours and redrawn lines: only on a terminal, and not where NO_COLOR asks for none.

#include <string>
#include <string_view>

namespace hansa::terminal {

bool IsTerminal(int fd);
bool MayColour(int fd);

enum class Colour { kRed, kGreen, kYellow, kBold, kDim };
// `text` in the colour when `fd` may show one, else as it is.
std::string Paint(std::string_view text, Colour colour, int fd);

// One line on stderr that is redrawn in place on a terminal; elsewhere nothing is shown.
class ProgressLine {
 public:
  ~ProgressLine() { Clear(); }
  void Show(std::string_view text);
  void Clear();

 private:
  bool shown_ = false;
};

}  // namespace hansa::terminal
