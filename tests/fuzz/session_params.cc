// The parameters of a session: a setup whose own bytes give the same setup, or a reason.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/wire/session_params.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const auto received = wire::CheckParams({data, size});
  if (!received.ok()) {
    HANSA_CHECK(received.error().kind == ErrorKind::kBadInput && !received.error().why.empty());
    return 0;
  }
  const secagg::SessionSetup& setup = received->setup;
  HANSA_CHECK(setup.elements() > 0 && setup.vector_bytes() <= limits::kFrameBytes);
  const Bytes bytes = wire::SerializeParams(setup);
  const auto again = wire::CheckParams(bytes);
  HANSA_CHECK(again.ok() && wire::SerializeParams(again->setup) == bytes);
  return 0;
}
