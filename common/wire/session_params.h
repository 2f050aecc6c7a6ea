#pragma once
// Session parameters as bytes (SessionParams in proto/hansa/v1/secagg.proto) and as the checked
// type that the cores hold. Thread-safe.

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "common/secagg/params.h"

namespace hansa::wire {

struct ReceivedParams {
  secagg::SessionSetup setup;
  crypto::Digest hash{};  // P = SHA-256 of the bytes as received
};

// kBadInput with the numbers: unparseable, unknown fields, another version or suite, or anything
// that secagg::CheckSetup refuses.
Result<ReceivedParams> CheckParams(ByteSpan payload);

// The bytes to sign.
Bytes SerializeParams(const secagg::SessionSetup& setup);

}  // namespace hansa::wire
