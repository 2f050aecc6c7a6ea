#pragma once
// SQL from a job, let in through a narrow gate. An expression is one SQLite scalar expression over
// the columns of a row, built from operators, CASE, CAST, LIKE, GLOB, IN (list) and the functions
// that AllowedFunctions() names. Not possible: subqueries, other tables, a second column or
// statement, parameters, double-quoted text as a string, randomness, the clock, writing. The same
// text is accepted as a generated column of a scratch table (SQLite admits no subqueries and
// nothing random there) and as the only column of a SELECT under an authorizer; both must agree.

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace hansa::client {

// The columns that `expression` reads, in the order of `columns`, spelt as there. `columns`: the
// names a row has, compared without case; names that clash so cannot be read. kBadInput says what
// is wrong: not allowed, no such column (with the nearest), syntax.
Result<std::vector<std::string>> ColumnsRead(std::string_view expression,
                                             const std::vector<std::string>& columns);

const std::vector<std::string>& AllowedFunctions();

}  // namespace hansa::client
