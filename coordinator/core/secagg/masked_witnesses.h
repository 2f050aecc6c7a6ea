#pragma once
// What members of U2 signed on their masked inputs, as a ring's sites see it of their neighbours
// (rule A).

#include <map>
#include <vector>

#include "common/secagg/bitmap.h"
#include "coordinator/core/secagg/server_context.h"

namespace hansa::coordinator {

class MaskedWitnesses {
 public:
  // Of a roster on a ring. `commitments` stay where they are.
  MaskedWitnesses(const ServerRoster& roster, const secagg::Bitmap& sharers,
                  const std::map<uint32_t, v1::Signed>& commitments);
  void AddNeighboursOf(uint32_t site, v1::UnmaskRequest& request) const;

 private:
  struct Witness {
    const v1::Signed* commitment = nullptr;  // null: not in U2
    std::string_view packed;                 // the digest; empty: other bytes than usual
  };

  const secagg::NeighbourGraph& graph_;
  std::vector<Witness> witnesses_;  // by roster index
};

}  // namespace hansa::coordinator
