#pragma once
// What the site's owner allows. Nothing from outside overrides it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/secagg/profile.h"

namespace hansa::client {

// A stretch of the day in minutes after midnight, local time; over midnight when from > to.
struct Hours {
  int from = 0;      // 0 to 1439
  int to = 24 * 60;  // 1 to 1440; the minute `to` itself is outside

  bool Contains(int minute_of_day) const;
  std::string Text() const;  // "22:00-06:00"
  bool operator==(const Hours&) const = default;
};

// When the stretch next ends and begins, from a minute of the day; they come again every day. Both
// zero: it is the whole day. To the minute, and rather too short than too long.
struct HoursAhead {
  milliseconds closes_in{}, opens_in{};
};
HoursAhead AheadOf(const Hours& hours, int minute_of_day);

// "HH:MM-HH:MM". kBadInput when it is not, or when both ends are the same minute.
Result<Hours> ParseHours(std::string_view text);

// Whether rosters must come with a directory of the authority before one was seen; as invited: when
// the invitation says so (identity::AsksForDirectory).
enum class DirectoryDemand { kAsInvited, kRequired, kWhenShown };

// An empty list allows nothing; "*" allows anything.
struct SitePolicy {
  std::vector<std::string> jobs;     // names, or SHA-256 of the job file in hex
  std::vector<std::string> columns;  // the job's names
  std::vector<std::string> scripts;  // SHA-256 in hex of TorchScript files; "*" is none
  bool secure_required = true;
  secagg::Profile lowest_profile = secagg::Profile::kComplete;  // of secure sums
  DirectoryDemand directory = DirectoryDemand::kAsInvited;
  uint32_t smallest_cohort = 3;   // n_min, at least 2; 1 only where plain updates are allowed
  uint32_t colluders_feared = 0;  // K, below smallest_cohort
  uint32_t largest_weight = 10000;
  uint32_t rounds_per_day = 500;
  Hours hours;
  uint32_t largest_epochs = 100;
  uint64_t largest_model = uint64_t{4} << 30;  // bytes of the file
  // Percent of a model's values that training here may leave as they were, or no update leaves. What
  // few sites change, the others' updates do not hide (arXiv 2508.04285).
  uint32_t largest_unchanged = 100;
  bool statistics_allowed = true;
  // A statistics task is answered only when each column has at least so many values a bin, on
  // average, within its range; a job without bins counts as one with one.
  uint32_t values_per_bin = 10;
};

}  // namespace hansa::client
