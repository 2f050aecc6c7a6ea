#include "coordinator/report/site_book.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/crypto/hash.h"

namespace hansa::coordinator {
namespace {

bool OfAWord(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Letters and digits at the beginning; else the first character. `text` is not empty.
std::string_view FirstWord(std::string_view text) {
  size_t stop = 0;
  while (stop < text.size() && OfAWord(text[stop])) ++stop;
  return text.substr(0, std::max<size_t>(stop, 1));
}

bool IsNumber(std::string_view name) {
  return name.find_first_not_of("0123456789") == std::string_view::npos;
}

crypto::Digest Place(const std::string& key, const std::string& name) {
  return crypto::Sha256(AsSpan(StrCat(key, "|", name)));
}

}  // namespace

size_t SiteBook::IndexOf(const std::string& name) {
  const auto [place, fresh] = numbers_.try_emplace(name, records_.size());
  if (!fresh) return place->second;
  records_.emplace_back();
  if (IsNumber(name)) return place->second;  // an empty one, too
  std::vector<std::string>& names = by_first_word_[std::string(FirstWord(name))];
  names.push_back(name);
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return place->second;
}

void SiteBook::Meet(std::vector<std::string> names) {
  std::erase_if(names, [&](const std::string& name) { return numbers_.count(name) > 0; });
  std::vector<std::pair<crypto::Digest, std::string>> placed;
  for (std::string& name : names) placed.emplace_back(Place(key_, name), std::move(name));
  std::sort(placed.begin(), placed.end());
  for (const auto& place : placed) IndexOf(place.second);
}

void SiteBook::BeginRound(const std::vector<std::string>& names) {
  Meet(names);
  taking_part_.clear();
  dropped_.clear();
  for (const std::string& name : names) taking_part_.insert(IndexOf(name));
}

void SiteBook::Drop(const std::string& name) {
  const size_t index = IndexOf(name);
  ++records_[index].drops;
  dropped_.insert(index);
}

void SiteBook::Refuse(const std::string& name) { ++records_[IndexOf(name)].refusals; }

void SiteBook::FinishRound() {
  for (size_t index : taking_part_)
    if (dropped_.count(index) == 0) ++records_[index].rounds;
  for (size_t i = 0; i < std::min(kStrips, records_.size()); ++i) {
    std::string& strip = records_[i].strip;
    strip.resize(finished_, static_cast<char>(Part::kNone));  // what it missed before it came
    const Part part = dropped_.count(i) > 0       ? Part::kDropped
                      : taking_part_.count(i) > 0 ? Part::kIncluded
                                                  : Part::kNone;
    strip.push_back(static_cast<char>(part));
  }
  ++finished_;
  taking_part_.clear();
  dropped_.clear();
}

std::string SiteBook::Pseudonym(const std::string& name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? "" : StrCat("site ", found->second + 1);
}

const std::string* SiteBook::NameAt(std::string_view text) const {
  const auto found = by_first_word_.find(FirstWord(text));
  if (found == by_first_word_.end()) return nullptr;
  for (const std::string& name : found->second) {
    if (!text.starts_with(name)) continue;
    const bool goes_on =
        text.size() > name.size() && OfAWord(name.back()) && OfAWord(text[name.size()]);
    if (!goes_on) return &name;
  }
  return nullptr;
}

std::string SiteBook::WithoutNames(std::string_view text) const {
  std::string out;
  while (!text.empty()) {
    const std::string* name = NameAt(text);
    const std::string_view word = name != nullptr ? std::string_view(*name) : FirstWord(text);
    out += name != nullptr ? Pseudonym(*name) : std::string(word);
    text.remove_prefix(word.size());
  }
  return out;
}

}  // namespace hansa::coordinator
