#include "common/identity/key_text.h"

#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/text.h"

namespace hansa::identity {
namespace {

constexpr size_t kKeyBytes = 32;

std::string_view WithoutLineEnd(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

Result<SecretBytes> ParseKeyText(std::string_view text, const std::filesystem::path& path) {
  Bytes bytes = FromHex(WithoutLineEnd(text));
  SecretBytes key{ByteSpan(bytes)};
  WipeMemory(bytes);
  if (key.size() == kKeyBytes) return key;
  const std::string what = StrCat("cannot read the key in ", path.string());
  if (key.empty()) return BadInput(what, StrCat("it is not ", 2 * kKeyBytes, " hex digits"));
  return BadInput(what, StrCat("it has ", key.size(), " bytes; a key has ", kKeyBytes));
}

Result<std::vector<PublicKeyBytes>> ParseKeyList(std::string_view text,
                                                 const std::filesystem::path& path) {
  std::vector<PublicKeyBytes> keys;
  for (int number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty() || line.front() == '#') continue;
    const Bytes key = FromHex(line);
    PublicKeyBytes parsed{};
    if (key.size() != parsed.size())
      return BadInput(StrCat(path.string(), ":", number, ": not an operator's key"),
                      StrCat(line.size(), " characters"), "write 64 hex digits a line");
    std::copy(key.begin(), key.end(), parsed.begin());
    keys.push_back(parsed);
  }
  return keys;
}

}  // namespace hansa::identity
