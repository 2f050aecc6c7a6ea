#pragma once
// The transcript that inputs are made from: of a small session, the same in every process:
// nobody else has a fleet of its seed.

#include "tests/support/recorded_session.h"

namespace hansa::fuzz {

const secagg_test::RecordedTranscript& FuzzedTranscript();

}  // namespace hansa::fuzz
