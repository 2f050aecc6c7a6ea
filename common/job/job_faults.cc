#include "common/job/job_faults.h"

#include "common/base/text.h"

namespace hansa::internal {

Error JobFaults::At(std::string_view key, std::string_view fault, std::string why,
                    std::string next) const {
  std::string place(file_);
  for (std::string_view at = key; !at.empty();) {
    if (const auto found = lines_.find(at); found != lines_.end()) {
      place += StrCat(":", found->second);
      break;
    }
    const size_t cut = at.find_last_of(".[");
    at = cut == std::string_view::npos ? std::string_view() : at.substr(0, cut);
  }
  return BadInput(StrCat(place, ": ", key, " ", fault), std::move(why), std::move(next));
}

Error JobFaults::Missing(std::string_view key, std::string next) const {
  return At(key, "is missing", "", std::move(next));
}

Result<uint32_t> CountOr(const JobFaults& faults, std::string_view key, uint32_t value,
                         uint32_t otherwise, uint32_t low, uint32_t high) {
  if (!faults.Has(key)) return otherwise;
  if (value < low || value > high) {
    return faults.At(key, "is out of range", StrCat(value, " is not between ", low, " and ", high));
  }
  return value;
}

}  // namespace hansa::internal
