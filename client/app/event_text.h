#pragma once
// What happened, in plain words for the site's log.

#include <string>

#include "client/core/events.h"
#include "common/base/log.h"

namespace hansa::client {

struct EventText {
  const char* name = "";  // "task_started", for --json
  LogLevel level = LogLevel::kInfo;
  std::string text;
};

EventText Describe(const Event& event);

}  // namespace hansa::client
