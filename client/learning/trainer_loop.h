#pragma once
// Reads requests from a socket and writes the replies until the other side closes.

#include "common/base/result.h"
#include "common/base/unique_fd.h"

namespace hansa::client {

// Announces Ready first. Success when the peer has closed; an error when it breaks the framing
// (after which nothing it says can be trusted).
Result<> RunTrainerLoop(UniqueFd socket);

}  // namespace hansa::client
