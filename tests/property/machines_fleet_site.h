#pragma once
// A site of the simulated fleet: its machine, and what outlives a crash.

#include <tuple>

#include "tests/property/machines_fleet.h"

namespace hansa::testing {

struct MachinesFleet::Site {
  uint32_t index = 0;
  std::string id;
  std::unique_ptr<client::SiteMachine> machine;  // null: crashed
  bool linked = false;
  bool greeted = false;     // as the coordinator sees it
  uint64_t connection = 0;  // what was sent on an earlier one never arrives
  uint64_t life = 0;        // so does the work of an earlier process

  // The journal.
  std::set<std::tuple<std::string, std::string, std::string>> answered;
  uint64_t highest_session = 0;

  // Every plain vector that this site gave to a session, for the test's own sum.
  std::map<uint64_t, secagg::RingVector> given;
};

}  // namespace hansa::testing
