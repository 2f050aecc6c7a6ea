// Files of keys: one key, or a list of operators. No error repeats what may be a secret.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/identity/key_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const std::string_view text = AsView({data, size});
  const auto key = identity::ParseKeyText(text, "file");
  HANSA_CHECK(key.ok() ? key->size() == 32 : key.error().Text().size() < 256);
  if (key.ok()) HANSA_CHECK(*identity::ParseKeyText(Hex(key->Reveal()), "file") == *key);
  const auto keys = identity::ParseKeyList(text, "file");
  if (!keys.ok()) {
    HANSA_CHECK(keys.error().kind == ErrorKind::kBadInput && keys.error().Text().size() < 256);
    return -1;
  }
  std::string again;
  for (const auto& one : *keys) again += Hex(one) + "\n";
  HANSA_CHECK(*identity::ParseKeyList(again, "file") == *keys);
  return 0;
}
