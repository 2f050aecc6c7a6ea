#pragma once
// The invitation on its way to a site: a JSON file of mode 0600 (proto3 JSON mapping, field names
// as in identity.proto, bytes in base64).

#include <filesystem>
#include <string_view>

#include "common/base/result.h"
#include "common/identity/invitation.h"

namespace hansa::identity {

Result<> WriteInvitationFile(const std::filesystem::path& path, const v1::Invitation& invitation);

// Refuses a file that others may read, is larger than limits::kInvitationFileBytes, holds an
// unknown field, or does not pass CheckInvitation.
Result<Invitation> ReadInvitationFile(const std::filesystem::path& path);
// The same from text (standard input); `source` names it in errors.
Result<Invitation> ParseInvitation(std::string_view text, std::string_view source);

}  // namespace hansa::identity
