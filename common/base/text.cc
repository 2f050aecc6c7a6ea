#include "common/base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace hansa {
namespace {

// Levenshtein distance with two rows.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replace});
    }
  }
  return row[b.size()];
}

// The length of the UTF-8 character that `text` starts with; 0: it is none (RFC 3629).
size_t CharacterLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  // Not the shortest spelling, a surrogate, beyond the last character.
  const bool odd = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f) ||
                   (first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f);
  return odd ? 0 : length;
}

bool IsControl(std::string_view character) {
  const auto byte = static_cast<unsigned char>(character[0]);
  if (byte == 0xc2) return static_cast<unsigned char>(character[1]) < 0xa0;
  return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
}

}  // namespace

std::string PlainText(std::string_view text, size_t longest) {
  std::string out;
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    const size_t step = std::max<size_t>(length, 1);
    if (out.size() + step > longest) break;
    if (length == 0 || IsControl(text.substr(0, length)))
      out += '?';
    else
      out += text.substr(0, length);
    text.remove_prefix(step);
  }
  return out;
}

std::string NearestWord(std::string_view word, const std::vector<std::string>& candidates) {
  const size_t near_enough = std::max<size_t>(2, word.size() / 3);
  std::string best;
  size_t best_distance = near_enough + 1;
  for (const std::string& candidate : candidates) {
    const size_t distance =
        EditDistance(word.substr(0, 128), std::string_view(candidate).substr(0, 128));
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string HumanBytes(double bytes) {
  static constexpr std::array<const char*, 5> kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
  size_t unit = 0;
  while (bytes >= 1024 && unit + 1 < kUnits.size()) {
    bytes /= 1024;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", bytes, kUnits[unit]);
  return text;
}

}  // namespace hansa
