#pragma once
// Many sites that are connected and have nothing to do: real CURVE connections and greetings, and
// heartbeats as the coordinator asks for them; reconnecting as an agent does. In one process, on a
// thread of its own.

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/base/time.h"
#include "common/transport/curve_keys.h"
#include "experiments/bench/certified_site.h"

namespace hansa::bench {

class IdleFleet {
 public:
  // All connect at once. Each connection takes about a dozen descriptors of this process.
  IdleFleet(std::string address, const transport::CurvePublic& server_key,
            std::vector<CertifiedSite> sites);
  ~IdleFleet();

  // Greeted and welcomed on their present connection.
  size_t welcomed() const { return welcomed_; }
  // Until so many are, or `limit` has passed; how many were.
  size_t AwaitWelcomed(size_t count, Duration limit) const;

 private:
  struct Site;
  void Run();
  void Turn(Site& site, Instant now);

  const std::string address_;
  const transport::CurvePublic server_key_;
  std::vector<CertifiedSite> sites_;
  std::atomic<size_t> welcomed_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace hansa::bench
