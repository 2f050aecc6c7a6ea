// The parameters of a session: a setup whose own bytes give the same setup, or a reason.

#include "common/wire/session_params.h"

#include <google/protobuf/stubs/logging.h>

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/base/limits.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const google::protobuf::LogSilencer quiet;  // damaged parameters are meant
  const auto received = wire::CheckParams({data, size});
  if (!received.ok()) {
    HANSA_CHECK(received.error().kind == ErrorKind::kBadInput && !received.error().why.empty());
    return -1;
  }
  const secagg::SessionSetup& setup = received->setup;
  HANSA_CHECK(setup.elements() > 0 && setup.vector_bytes() <= limits::kFrameBytes);
  const Bytes bytes = wire::SerializeParams(setup);
  const auto again = wire::CheckParams(bytes);
  HANSA_CHECK(again.ok() && wire::SerializeParams(again->setup) == bytes);
  return 0;
}
