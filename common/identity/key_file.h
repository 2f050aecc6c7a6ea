#pragma once
// Keys in files: 64 hex digits and a line end. Secret keys have mode 0600 and are refused when
// others may read them; public keys have 0644. Written whole or not at all; an existing file is
// replaced.

#include <array>
#include <filesystem>

#include "common/base/result.h"
#include "common/base/secret_bytes.h"

namespace hansa::identity {

using PublicKeyBytes = std::array<uint8_t, 32>;  // Ed25519 or CURVE

// `key` has 32 bytes.
Result<> WriteSecretKeyFile(const std::filesystem::path& path, const SecretBytes& key);
Result<SecretBytes> ReadSecretKeyFile(const std::filesystem::path& path);

Result<> WritePublicKeyFile(const std::filesystem::path& path, const PublicKeyBytes& key);
Result<PublicKeyBytes> ReadPublicKeyFile(const std::filesystem::path& path);

}  // namespace hansa::identity
