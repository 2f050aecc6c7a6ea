#pragma once
// A site's own account of a session, held against the session's transcript: what the site signed is
// there as it signed it, and the view of the session is the one that it was shown. Pure.

#include <map>
#include <string>

#include "common/transcript/check_transcript.h"

namespace hansa::transcript {

// Kept in journals: never renumbered.
enum class OwnStep : int {
  kAdvertise = 0,    // payload of the advertisement
  kShares = 1,       // of the share commitment
  kMaskedInput = 2,  // of the masked commitment
  kAlive = 3,        // of the alive statement
  kRevealed = 4,     // SHA-256(U2), in the profile semi-honest
};

struct OwnAccount {
  std::string site_id;
  std::map<int, std::string> payloads;  // by OwnStep; empty: it said nothing in this session
};

// What the transcript says of the site, all of it as the site has it.
struct OwnEntries {
  bool in_roster = false;
  bool dealt = false;     // in U1
  bool included = false;  // in U2
  uint32_t released = 0;  // shares of others
};

// kVerification, naming what differs: an entry that the site did not make, or made otherwise; a
// view of U1 or U2 other than the one that it signed. A site that is left out of U1 or U2 may have
// been late: that is in the result, and no fault.
Result<OwnEntries> CheckOwnEntries(const CheckedTranscript& checked, const OwnAccount& account);

}  // namespace hansa::transcript
