#pragma once
// One line of CSV (RFC 4180) -> its fields.

#include <string>
#include <string_view>
#include <vector>

namespace hansa::client {

// Splits at commas; fields in double quotes may hold commas and doubled quotes, not line ends.
// Unquotes inside `line`, which `fields` point into. False: an open quote, text after a closing
// quote, a NUL byte, or more than limits::kCsvColumns fields (then so many and one are given).
bool SplitCsvFields(std::string& line, std::vector<std::string_view>& fields);

}  // namespace hansa::client
