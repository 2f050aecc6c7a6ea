#pragma once
// What a site signed in one session of secure aggregation: the account that a transcript of the
// session is held against (hansa-client audit).

#include <cstdint>
#include <map>
#include <string>

#include "common/base/bytes.h"
#include "common/base/time.h"

namespace hansa::client {

struct SaidInSession {
  Bytes params_hash;  // P
  uint64_t session_number = 0;
  UnixMillis unix_ms = 0;
  std::map<int, std::string> payloads;  // by transcript::OwnStep
};

}  // namespace hansa::client
