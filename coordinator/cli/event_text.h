#pragma once
// A job's events as lines for a person: one line a round, drops and refusals as they happen. The
// coordinator may be damaged or of another version: whatever its events hold, there is a text.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hansa::cli {

struct EventText {
  enum class Mood { kPlain, kWarning, kFailure };
  std::string lines;  // without the last line's end; empty: nothing is said
  Mood mood = Mood::kPlain;
  std::string progress;  // what is under way, until the next line; empty: as before
};

// Remembers what earlier events said of the job. Not thread-safe.
class EventWriter {
 public:
  // Whatever the event holds, the text does nothing to a terminal.
  EventText Write(const nlohmann::ordered_json& event);

 private:
  using Json = nlohmann::ordered_json;
  using Handler = EventText (EventWriter::*)(const Json&);
  static Handler HandlerOf(const std::string& kind);  // null: nothing is said of this kind

  EventText OnJobStarted(const Json& event);
  EventText OnPaused(const Json& event);
  EventText OnContinued(const Json& event);
  EventText OnResumed(const Json& event);
  EventText OnDeclined(const Json& event);
  EventText OnDropped(const Json& event);
  EventText OnConvicted(const Json& event);
  EventText OnRoundStarted(const Json& event);
  EventText OnTransfer(const Json& event);
  EventText OnSession(const Json& event);
  EventText OnRoundFailed(const Json& event);
  EventText OnGroupLost(const Json& event);
  EventText OnStatistics(const Json& event);
  EventText OnRoundFinished(const Json& event);
  EventText OnJobFinished(const Json& event);
  std::string RoundLine(const Json& event);

  uint64_t rounds_ = 0;
  std::string task_ = "train";
  bool counted_ = false;  // the round under way has told its statistics
  uint64_t dropped_ = 0;
  bool header_written_ = false;
};

}  // namespace hansa::cli
