#pragma once
// Signed messages are read strictly: what does not parse whole, or has a field that this version
// does not know, is refused, since a signature over something not understood is not to be trusted.

#include <google/protobuf/message.h>

#include "common/base/bytes.h"

namespace hansa::wire {

// True when there is an unknown field in the message or in any message inside it.
bool HasUnknownFields(const google::protobuf::Message& message);

// False when the bytes are refused.
bool ParseStrict(ByteSpan bytes, google::protobuf::Message& message);

}  // namespace hansa::wire
