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

// "1.5 MiB", "312 B"
std::string HumanBytes(double bytes);

}  // namespace hansa
