#include "common/wire/shapes.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::wire {
namespace {

bool IsLowerHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

bool IsDigest(std::string_view bytes) { return bytes.size() == kDigestBytes; }

bool IsTaskId(std::string_view bytes) { return bytes.size() == kTaskIdBytes; }

bool IsSiteId(std::string_view text) {
  return text.size() == 16 && std::all_of(text.begin(), text.end(), IsLowerHex);
}

bool IsText(std::string_view text, size_t longest) {
  return text.size() <= longest && PlainText(text, longest) == text;
}

bool IsName(std::string_view text) { return !text.empty() && IsText(text, limits::kNameBytes); }

bool IsSigned(const v1::Signed& message) {
  return !message.payload().empty() && message.signature().size() == kSignatureBytes;
}

bool IsCredential(const v1::SiteCredential& credential) {
  return IsSigned(credential.invitation()) && IsSigned(credential.certificate());
}

bool IsReason(const v1::Reason& reason) {
  return IsName(reason.code()) && IsText(reason.text(), limits::kReasonBytes);
}

bool IsVector(size_t payload_bytes) { return payload_bytes >= 4 && payload_bytes % 4 == 0; }

bool IsBitmap(std::string_view bytes) { return bytes.size() <= limits::kSites / 8; }

}  // namespace hansa::wire
