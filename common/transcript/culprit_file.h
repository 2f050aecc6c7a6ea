#pragma once
// Evidence against one site as a file: a line that names the format, then the serialised
// CulpritEvidence to the end of the file (docs/protocol/culprits.md).

#include <string_view>

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "hansa/v1/culprit.pb.h"

namespace hansa::transcript {

inline constexpr std::string_view kCulpritLine = "hansa-culprit-1\n";
// 10,000 members, and the leaves of as many neighbours.
inline constexpr size_t kCulpritBytes = 2 << 20;

Bytes CulpritFileOf(const v1::CulpritEvidence& evidence);
// kVerification when it is too large, of another format, or cannot be read.
Result<v1::CulpritEvidence> ParseCulpritFile(ByteSpan file);

}  // namespace hansa::transcript
