#pragma once
// An audit as it is shown: lines for people, one JSON object for programs.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "common/transcript/check_culprit.h"
#include "coordinator/cli/session_audit.h"

namespace hansa::cli {

std::string TextOf(const SessionAudit& audit);
nlohmann::json ToJson(const SessionAudit& audit);

nlohmann::json ToJson(const std::string& file, const transcript::CheckedCulprit& checked);

}  // namespace hansa::cli
