#pragma once
// A report's contents as JSON, and back.

#include <string>
#include <string_view>

#include "client/report/report_contents.h"
#include "common/base/result.h"

namespace hansa::client {

std::string ReportToJson(const ReportContents& contents);
// kBadInput when the text is not one of ours. A key that is missing keeps its default.
Result<ReportContents> ReportFromJson(std::string_view text);

}  // namespace hansa::client
