#pragma once
// Sites by the hundred in one process: enrolled at a coordinator, and connected with real
// handshakes as agents are, but with nothing behind them.

#include <memory>
#include <string>
#include <vector>

#include "common/transport/curve_keys.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {

class ThousandSites {
 public:
  // Invites and joins `count` sites. Fails the test when one cannot.
  ThousandSites(TestFleet& fleet, size_t count);
  ~ThousandSites();

  // Connects each anew, all at once, and waits until every one was welcomed, at most `limit`.
  // Returns how many were.
  size_t GreetAll(std::chrono::seconds limit);
  // Ends all connections.
  void Leave();
  // Attempts that had to be made again since the last GreetAll.
  size_t repeated() const { return repeated_; }

 private:
  struct Site {
    transport::CurveKeyPair keys;
    std::string hello;  // envelope
  };
  class Crowd;

  TestFleet& fleet_;
  transport::CurvePublic server_key_{};
  std::vector<Site> sites_;
  std::unique_ptr<Crowd> crowd_;
  size_t repeated_ = 0;
};

}  // namespace hansa::testing
