#pragma once
// Making one invitation: keys, the authority's signature, the coordinator's knowledge of it, the
// file.

#include <filesystem>
#include <string>

#include "common/base/result.h"
#include "common/base/time.h"
#include "coordinator/cli/operator_client.h"

namespace hansa::cli {

// "12h", "7d"; kUsage otherwise.
Result<Duration> ParseLifetime(const std::string& text);

// Writes the invitation to `out` (0600, not overwritten) and returns the new site's id. Needs the
// authority's key in the context.
Result<std::string> InviteSite(OperatorClient& client, const std::filesystem::path& context,
                               const std::string& name, const std::filesystem::path& out,
                               Duration lifetime);

}  // namespace hansa::cli
