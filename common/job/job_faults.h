#pragma once
// Errors of a job file that name the file, the line and the key. Private to this folder.

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/config/parse_toml.h"

namespace hansa::internal {

class JobFaults {
 public:
  JobFaults(std::string_view file, const KeyLines& lines) : file_(file), lines_(lines) {}

  // what = "job.toml:12: local.epochs is out of range"; the line is that of the key, or of the
  // nearest table around it that the file has.
  Error At(std::string_view key, std::string_view fault, std::string why = "",
           std::string next = "") const;
  Error Missing(std::string_view key, std::string next) const;
  // Whether the file itself has this key: tells a written 0 from a default.
  bool Has(std::string_view key) const { return lines_.contains(key); }

 private:
  std::string_view file_;
  const KeyLines& lines_;
};

// `value`, or `otherwise` when the file leaves `key` out; from `low` to `high` either way.
Result<uint32_t> CountOr(const JobFaults& faults, std::string_view key, uint32_t value,
                         uint32_t otherwise, uint32_t low, uint32_t high);

}  // namespace hansa::internal
