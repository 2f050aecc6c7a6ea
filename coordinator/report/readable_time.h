#pragma once

#include <string>

namespace hansa::coordinator {

// "2026-01-01T00:00:02Z" as "2026-01-01 00:00:02 UTC"; another text stays as it is.
std::string ReadableTime(const std::string& time);

}  // namespace hansa::coordinator
