#pragma once
// Shapes that many messages share.

#include <cstddef>
#include <string_view>

#include "common/wire/validate.h"
#include "hansa/v1/identity.pb.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::wire {

inline constexpr size_t kDigestBytes = 32;
inline constexpr size_t kSignatureBytes = 64;
inline constexpr size_t kTaskIdBytes = 16;

bool IsDigest(std::string_view bytes);  // or a params hash: 32 bytes
bool IsTaskId(std::string_view bytes);
bool IsSiteId(std::string_view text);  // 16 lower-case hex digits
// At most `longest` bytes of plain text (PlainText of common/base/text.h): it may reach a terminal.
bool IsText(std::string_view text, size_t longest);
// One to limits::kNameBytes bytes of text.
bool IsName(std::string_view text);
// A payload and a signature of the right size; whether it holds is not asked here.
bool IsSigned(const v1::Signed& message);
bool IsCredential(const v1::SiteCredential& credential);
bool IsReason(const v1::Reason& reason);
// A vector of ring elements: 4 bytes at least, a whole number of them.
bool IsVector(size_t payload_bytes);
// Roster indices of the complete graph as bits.
bool IsBitmap(std::string_view bytes);

// The first fault of a list of checks, each a condition and the name of its breach.
class Checks {
 public:
  Checks& Require(bool holds, Fault fault) {
    if (!holds && fault_.empty()) fault_ = fault;
    return *this;
  }
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace hansa::wire
