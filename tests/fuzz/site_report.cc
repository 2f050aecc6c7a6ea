// A job's report at its site, read back by the agent: contents that are written as the same again.

#include "client/report/report_json.h"
#include "common/base/bytes.h"
#include "common/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const auto contents = client::ReportFromJson(AsView({data, size}));
  if (!contents.ok()) {
    HANSA_CHECK(contents.error().kind == ErrorKind::kBadInput);
    return -1;
  }
  const std::string json = client::ReportToJson(*contents);
  const auto again = client::ReportFromJson(json);
  HANSA_CHECK(again.ok() && client::ReportToJson(*again) == json);
  return 0;
}
