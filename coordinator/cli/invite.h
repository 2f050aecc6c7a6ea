#pragma once
// Making one invitation: keys, the authority's signature, the coordinator's knowledge of it, the
// file, and a directory that lists the new site.

#include <filesystem>
#include <string>

#include "common/base/result.h"
#include "common/base/time.h"
#include "coordinator/cli/operator_client.h"

namespace hansa::cli {

// "12h", "7d"; kUsage otherwise.
Result<Duration> ParseLifetime(const std::string& text);

// A failure to publish a directory that the authority's book holds already.
Error NotPublished(Error error, uint64_t epoch);
// kRefused when the file is there.
Result<> CheckVacant(const std::filesystem::path& out);

// Writes the invitation to `out` (0600, not overwritten), publishes a new directory and returns the
// new site's id. Needs the authority's key and book in the context.
Result<std::string> InviteSite(OperatorClient& client, const std::filesystem::path& context,
                               const std::string& name, const std::filesystem::path& out,
                               Duration lifetime);

}  // namespace hansa::cli
