#pragma once
// Building and measuring short texts.

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace hansa {

template <typename... Parts>
std::string StrCat(const Parts&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return std::move(out).str();
}

// The nearest of `candidates` to `word` by edit distance; empty when none is near enough to be
// meant.
std::string NearestWord(std::string_view word, const std::vector<std::string>& candidates);

// Text that any message and any terminal takes: at most `longest` bytes of it, cut between
// characters; control characters (but newlines and tabs) and bytes that are no UTF-8 become '?'.
std::string PlainText(std::string_view text, size_t longest);

// "1.5 MiB", "312 B"
std::string HumanBytes(double bytes);

}  // namespace hansa
