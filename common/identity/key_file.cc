#include "common/identity/key_file.h"

#include <algorithm>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/identity/key_text.h"

namespace hansa::identity {
namespace {

constexpr unsigned kSecretMode = 0600;
constexpr unsigned kPublicMode = 0644;
constexpr size_t kKeyBytes = 32;

void Wipe(std::string& text) { WipeMemory({reinterpret_cast<uint8_t*>(text.data()), text.size()}); }

}  // namespace

Result<> WriteSecretKeyFile(const std::filesystem::path& path, const SecretBytes& key) {
  HANSA_CHECK(key.size() == kKeyBytes);
  std::string text = Hex(key.Reveal());
  text.push_back('\n');
  Result<> written = WriteFileAtomically(path, text, kSecretMode);
  Wipe(text);
  return written;
}

Result<SecretBytes> ReadSecretKeyFile(const std::filesystem::path& path) {
  std::string text = HANSA_TRY(ReadSecretFile(path, limits::kKeyFileBytes));
  Result<SecretBytes> key = ParseKeyText(text, path);
  Wipe(text);
  return key;
}

Result<> WritePublicKeyFile(const std::filesystem::path& path, const PublicKeyBytes& key) {
  return WriteFileAtomically(path, Hex(key) + "\n", kPublicMode);
}

Result<PublicKeyBytes> ReadPublicKeyFile(const std::filesystem::path& path) {
  const std::string text = HANSA_TRY(ReadFile(path, limits::kKeyFileBytes));
  const SecretBytes bytes = HANSA_TRY(ParseKeyText(text, path));
  PublicKeyBytes key;
  std::copy_n(bytes.Reveal().begin(), key.size(), key.begin());
  return key;
}

}  // namespace hansa::identity
