#pragma once
// The texts of key files: one key as 64 hex digits, and lists of public keys (the coordinator's
// operators). `path` is named in errors.

#include <string_view>
#include <vector>

#include "common/identity/key_file.h"

namespace hansa::identity {

// The digits with the line end that editors and `echo` add. The error says what is wrong without
// showing the text, which may be a secret.
Result<SecretBytes> ParseKeyText(std::string_view text, const std::filesystem::path& path);

// One key a line; empty lines and those that begin with # say nothing. kBadInput with the line's
// number.
Result<std::vector<PublicKeyBytes>> ParseKeyList(std::string_view text,
                                                 const std::filesystem::path& path);

}  // namespace hansa::identity
