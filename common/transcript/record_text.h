#pragma once
// How records are called in front of people.

#include <optional>
#include <string>

#include "hansa/v1/transcript.pb.h"

namespace hansa::transcript {

using RecordKind = v1::TranscriptRecord::RecordCase;

// Which record is due: its kind, and whose it is where there is one a site.
struct Place {
  RecordKind kind = RecordKind::RECORD_NOT_SET;
  std::optional<uint32_t> index;  // in the roster
  std::string site_id;            // empty: not known yet
};

// "what site 0123456789abcdef (3 in the roster) dealt"
std::string Describe(const Place& place);
// Of a record that was read.
Place PlaceOf(const v1::TranscriptRecord& record);

}  // namespace hansa::transcript
