#pragma once
// The sites of a run, and what each did in its rounds, under pseudonyms: "site 1", "site 2", ... in
// the order in which the run met them. Sites met at the same moment are ordered by a keyed hash of
// their names, so that a reader of the page who knows all names cannot tell which is which. The key
// is drawn when the job starts and stands in its first event.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hansa::coordinator {

// What a site did in a round.
enum class Part : char { kNone = '.', kIncluded = '+', kDropped = 'x' };

struct SiteRecord {
  uint64_t rounds = 0, drops = 0, refusals = 0;
  std::string strip;  // a Part for each finished round; kept for the first kStrips sites
};

class SiteBook {
 public:
  static constexpr size_t kStrips = 64;

  void SetKey(std::string key) { key_ = std::move(key); }
  void Meet(std::vector<std::string> names);
  void BeginRound(const std::vector<std::string>& names);
  void Drop(const std::string& name);
  void Refuse(const std::string& name);
  void FinishRound();

  // From number 1 on.
  const std::vector<SiteRecord>& records() const { return records_; }
  // "site 7"; empty for a name that the run has not met.
  std::string Pseudonym(const std::string& name) const;
  // `text` with every site's name replaced, wherever no letter or digit goes on before or after it.
  // A name of digits only is left: it cannot be told from a number.
  std::string WithoutNames(std::string_view text) const;

 private:
  size_t IndexOf(const std::string& name);
  const std::string* NameAt(std::string_view text) const;

  std::string key_;
  std::map<std::string, size_t, std::less<>> numbers_;  // name -> index into records_
  // First word of a name -> names, the longest first.
  std::map<std::string, std::vector<std::string>, std::less<>> by_first_word_;
  std::vector<SiteRecord> records_;
  std::set<size_t> taking_part_, dropped_;
  uint64_t finished_ = 0;
};

}  // namespace hansa::coordinator
