#pragma once
// Invitations, enrolments and revocations in the store (records.h has the rules).

#include <optional>
#include <vector>

#include "common/base/result.h"
#include "common/sqlite/database.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const InvitationRegistered& record);
Result<> Write(sqlite::Database& database, const SiteEnrolled& record);
Result<> Write(sqlite::Database& database, const SiteRevoked& record);
Result<> Write(sqlite::Database& database, const SiteSeen& record);

Result<std::vector<StoredSite>> ReadSites(sqlite::Database& database);

}  // namespace hansa::coordinator
