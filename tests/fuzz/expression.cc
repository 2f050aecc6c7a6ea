// An SQL expression of a job: the columns that it reads are of those that there are.

#include "client/data/expression.h"

#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  static const std::vector<std::string> columns{"time", "wind_speed_m_s", "active_power_kw", "a b"};
  const auto read = client::ColumnsRead(AsView({data, size}), columns);
  if (!read.ok()) {
    HANSA_CHECK(read.error().kind == ErrorKind::kBadInput);
    return -1;
  }
  for (const std::string& column : *read)
    HANSA_CHECK(std::find(columns.begin(), columns.end(), column) != columns.end());
  return 0;
}
