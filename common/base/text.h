#pragma once
// Building and measuring short texts.

#include <array>
#include <charconv>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hansa {

namespace internal {

template <typename Part>
void AppendPart(std::string& text, const Part& part) {
  if constexpr (std::is_convertible_v<const Part&, std::string_view>) {
    text += std::string_view(part);
  } else if constexpr (std::is_same_v<Part, char>) {
    text += part;
  } else if constexpr (std::is_integral_v<Part> && sizeof(Part) > 1) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), part);
    text.append(digits.data(), end.ptr);
  } else {
    std::ostringstream out;
    out << part;
    text += std::move(out).str();
  }
}

}  // namespace internal

// The parts as a stream would write them.
template <typename... Parts>
std::string StrCat(const Parts&... parts) {
  std::string text;
  (internal::AppendPart(text, parts), ...);
  return text;
}

// The nearest of `candidates` to `word` by edit distance; empty when none is near enough to be
// meant.
std::string NearestWord(std::string_view word, const std::vector<std::string>& candidates);

// Text that any message and any terminal takes: at most `longest` bytes of it (not given: all), cut
// between characters; control characters (C0 but newlines and tabs, C1, delete: ECMA-48) and bytes
// that are no UTF-8 become '?'.
std::string PlainText(std::string_view text, size_t longest = std::string_view::npos);

// "1.5 MiB", "312 B"
std::string HumanBytes(double bytes);

}  // namespace hansa
