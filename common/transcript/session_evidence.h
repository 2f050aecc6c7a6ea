#pragma once
// What a coordinator holds at the end of a session that was summed, and a transcript is made of.

#include <map>
#include <string>
#include <vector>

#include "common/secagg/bitmap.h"
#include "common/secagg/graph_rules.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa::transcript {

struct DealtEvidence {
  v1::Signed commitment;
  Bytes leaves;  // by neighbour, ascending; secagg::kLeafBytes each
};
// Of one secret. No secret any more: a session's secrets serve it alone.
struct ReleasedEvidence {
  std::vector<uint32_t> holders;  // as they came; the first t gave the secret
  Bytes shares;                   // secagg::kShareBytes each
};

// By roster index.
struct SessionEvidence {
  uint64_t session_number = 0;
  v1::Signed params;
  std::vector<std::string> entries;  // serialised RosterEntry
  secagg::GraphSize graph;
  secagg::Bitmap sharers;                         // U1
  secagg::Bitmap survivors;                       // U2
  std::map<uint32_t, v1::Signed> masked;          // of U2
  std::map<uint32_t, v1::Signed> alive;           // of members of U2
  std::map<uint32_t, DealtEvidence> dealt;        // of U1
  std::map<uint32_t, ReleasedEvidence> released;  // of U1

  // A session that an earlier version began did not keep all of it.
  bool complete() const { return masked.size() == survivors.Count(); }
};

}  // namespace hansa::transcript
