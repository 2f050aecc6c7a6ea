#include "common/transcript/culprit_file.h"

#include "common/base/text.h"
#include "common/wire/strict.h"

namespace hansa::transcript {

Bytes CulpritFileOf(const v1::CulpritEvidence& evidence) {
  Bytes file = ToBytes(kCulpritLine);
  Append(file, AsSpan(evidence.SerializeAsString()));
  return file;
}

Result<v1::CulpritEvidence> ParseCulpritFile(ByteSpan file) {
  if (file.size() > kCulpritBytes)
    return VerificationFailed("this is no evidence against a site",
                              StrCat("it has ", file.size(), " bytes, at most ", kCulpritBytes));
  if (!AsView(file).starts_with(kCulpritLine))
    return VerificationFailed("this is no evidence of a known format",
                              "its first line is not \"hansa-culprit-1\"");
  v1::CulpritEvidence evidence;
  if (!wire::ParseStrict(file.subspan(kCulpritLine.size()), evidence))
    return VerificationFailed("the evidence cannot be read", "it was cut, or altered");
  return evidence;
}

}  // namespace hansa::transcript
