#include "tests/storage/random_turn.h"

#include "tests/storage/sample_records.h"

namespace hansa::coordinator {

using namespace sample;

std::vector<Record> RandomTurns::Next() {
  std::vector<Record> turn;
  for (uint64_t i = 0, size = 1 + Below(4); i < size; ++i) turn.push_back(NextRecord());
  return turn;
}

Record RandomTurns::NextRecord() {
  const auto key = static_cast<uint8_t>(Below(6));
  const std::string session = Session(static_cast<char>('p' + Below(2)));
  switch (Below(14)) {
    case 0:
      return Invitation(AnySite(), key);
    case 1:
      return Site(AnySite(), key);
    case 2:
      return Below(8) == 0 ? Record(Revoked(AnySite())) : Record(Seen(AnySite()));
    case 3:
    case 4:
      return SessionNumberTaken{numbers_ += Below(3)};
    case 5:
      return Version(Below(5), std::to_string(Below(8)));
    case 6:
    case 7:
      return Job(AnyJob(), Below(4) == 0 ? "failed" : "running", Below(9) == 0 ? "y" : "x");
    case 8:
      return Round(AnyJob(), Below(9), Below(4) == 0 ? "" : session);
    case 9:
      return Step(AnyJob(), session, static_cast<v1::SessionStepRecord::StepCase>(3 + Below(6)));
    case 10:
      return Event(AnyJob(), Below(6) == 0 ? Below(9) : ++numbers_,
                   std::string(Below(largest_event_bytes_), 'x'));
    case 11:
      return Measurement{static_cast<uint32_t>(1 + Below(4)), Below(2) == 0 ? "" : "wind",
                         Below(2) == 0 ? "" : AnySite(), Below(100)};
    case 12:
      return Listed(Below(3) == 0 ? Below(9) : ++numbers_, {AnySite()});
    default:
      return Below(4) == 0 ? Record(EventsFiled{AnyJob()}) : Record(Event(AnyJob(), ++numbers_));
  }
}

}  // namespace hansa::coordinator
