// manifest.json and manifest.sig: what is taken is written back to the same meaning.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/model/manifest.h"
#include "common/model/signature_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const std::string_view json = AsView({data, size});
  if (const auto file = internal::SignatureFileFromJson(json); file.ok()) {
    const auto again = internal::SignatureFileFromJson(ToJson(*file));
    HANSA_CHECK(again.ok() && again->signature == file->signature &&
                again->certificate == file->certificate);
    return 0;
  }
  const auto manifest = ManifestFromJson(json);
  if (!manifest.ok()) {
    HANSA_CHECK(manifest.error().kind == ErrorKind::kBadInput);
    HANSA_CHECK(manifest.error().Text().size() <= 4096);
    return -1;
  }
  const auto again = ManifestFromJson(ToJson(*manifest));
  HANSA_CHECK(again.ok() && *again == *manifest);
  return 0;
}
