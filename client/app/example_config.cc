#include "client/app/example_config.h"

#include "common/base/text.h"

namespace hansa::client {

std::string ExampleConfig(const std::string& site_name, const std::string& keys) {
  return StrCat(
      "name = \"", site_name, "\"\n",
      "state = \"state\"                  # keys, journal, reports; mode 0700\n", keys,
      "\n[[data]]\n"
      "path = \"data.csv.gz\"             # CSV, plain or gzip\n\n"
      "[policy]                         # your word; nothing from outside overrides it\n"
      "jobs = [\"wind-power\"]            # names or digests of jobs you agree to\n"
      "columns = [\"time\", \"power_kw\"]  # columns that jobs may read\n"
      "secure_aggregation = \"required\"\n"
      "smallest_cohort = 3              # your answer is summed with at least two others\n");
}

}  // namespace hansa::client
