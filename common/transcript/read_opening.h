#pragma once
// What a transcript says of itself in its first record, unchecked: to find it among others.

#include <optional>

#include "common/base/blob.h"
#include "hansa/v1/transcript.pb.h"

namespace hansa::transcript {

// Empty: there is none that can be read.
std::optional<v1::TranscriptOpening> ReadOpening(const Blob& file);

}  // namespace hansa::transcript
