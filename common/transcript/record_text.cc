#include "common/transcript/record_text.h"

#include "common/base/text.h"
#include "common/identity/credential.h"

namespace hansa::transcript {
namespace {

std::string SiteOf(const Place& place) {
  if (!place.index) return "a site";
  if (place.site_id.empty()) return StrCat("site ", *place.index, " of the roster");
  return StrCat("site ", place.site_id, " (", *place.index, " in the roster)");
}

// Whose entry it says to be; empty: nobody's.
std::string SiteOf(const std::string& entry_bytes) {
  v1::RosterEntry entry;
  v1::Advertisement advertisement;
  if (!entry.ParseFromString(entry_bytes) ||
      !advertisement.ParseFromString(entry.advertisement().payload()) ||
      !identity::IsSiteId(advertisement.site_id()))
    return "";
  return advertisement.site_id();
}

}  // namespace

std::string Describe(const Place& place) {
  switch (place.kind) {
    case RecordKind::kOpening:
      return "the opening";
    case RecordKind::kMember:
      return StrCat("the roster's entry of ", SiteOf(place));
    case RecordKind::kMasked:
      return StrCat("the masked commitment of ", SiteOf(place));
    case RecordKind::kAlive:
      return StrCat("the alive statement of ", SiteOf(place));
    case RecordKind::kDealt:
      return StrCat("what ", SiteOf(place), " dealt");
    case RecordKind::kReleased:
      return StrCat("what was released of ", SiteOf(place));
    case RecordKind::kSum:
      return "the sum";
    case RecordKind::kSeal:
      return "the seal";
    case RecordKind::RECORD_NOT_SET:
      break;
  }
  return "no known record";
}

Place PlaceOf(const v1::TranscriptRecord& record) {
  Place place{.kind = record.record_case()};
  if (record.has_member()) place.site_id = SiteOf(record.member().entry());
  if (record.has_masked()) place.index = record.masked().site();
  if (record.has_alive()) place.index = record.alive().site();
  if (record.has_dealt()) place.index = record.dealt().owner();
  if (record.has_released()) place.index = record.released().owner();
  return place;
}

}  // namespace hansa::transcript
