#pragma once
// Rounds and sessions under way in the store (records.h has the rules).

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "hansa/v1/round.pb.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const v1::RoundRecord& record);
Result<> Write(sqlite::Database& database, const v1::SessionStepRecord& record);
Result<> ForgetRound(sqlite::Database& database, const std::string& job_id);

Result<std::vector<v1::RoundRecord>> ReadRounds(sqlite::Database& database);
Result<std::vector<v1::SessionStepRecord>> ReadSessionSteps(sqlite::Database& database,
                                                            const std::string& job_id);

}  // namespace hansa::coordinator
