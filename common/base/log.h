#pragma once
// Messages for people, on stderr. Thread-safe. The cores never log: they return events.

#include <string_view>

namespace hansa {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Call once at start; `program` is the name shown. Colours only when stderr is a terminal and
// NO_COLOR is unset.
void StartLog(std::string_view program, LogLevel lowest);
void Log(LogLevel level, std::string_view message);

inline void LogDebug(std::string_view m) { Log(LogLevel::kDebug, m); }
inline void LogInfo(std::string_view m) { Log(LogLevel::kInfo, m); }
inline void LogWarning(std::string_view m) { Log(LogLevel::kWarning, m); }
inline void LogError(std::string_view m) { Log(LogLevel::kError, m); }

}  // namespace hansa
