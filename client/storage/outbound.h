#pragma once
// What left this machine, one entry a sending: the site owner's own account (hansa-client log).

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/time.h"

namespace hansa::client {

struct OutboundEntry {
  uint64_t number = 0;  // given by the journal, ascending from 1
  UnixMillis unix_ms = 0;
  std::string kind;     // "masked_input", "plain_input", ...
  std::string job;      // name
  std::string columns;  // that the answer was computed from, comma-separated; never values
  uint64_t rows_used = 0;
  uint64_t bytes = 0;           // of all frames
  uint64_t session_number = 0;  // 0: none
  std::string answer;           // "training update, masked", ...; for people
};

}  // namespace hansa::client
