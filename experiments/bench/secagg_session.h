#pragma once
// One session of real state machines, n sites and a coordinator, passed messages by hand; every
// call is charged to whoever it is a call of.

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "experiments/bench/secagg_fleet.h"

namespace hansa::bench {

struct SessionCost {
  double client_seconds = 0;  // mean over the sites that stay
  double server_seconds = 0;
  uint64_t client_bytes_up = 0;  // mean as well
  uint64_t client_bytes_down = 0;
  bool sum_exact = false;
};

class MeasuredSession {
 public:
  // `setup` is of one segment and a ring of 32 bits.
  MeasuredSession(BenchFleet& fleet, const secagg::SessionSetup& setup, uint32_t dropped);
  // kWorkFailed with the session's own reason. `step` hears the name of every window.
  Result<SessionCost> Run(const std::function<void(std::string_view)>& step);

 private:
  struct Client {
    std::unique_ptr<client::ClientSession> session;
    double seconds = 0;
    uint64_t bytes_up = 0;
    uint64_t bytes_down = 0;
    bool leaves = false;  // instead of sending its masked input
  };
  struct InFlight {
    uint32_t site;
    v1::SecAggToCoordinator message;
    Bytes payload;
  };

  int32_t InputOf(uint32_t site, uint64_t element) const;
  secagg::RingVector VectorOf(uint32_t site) const;
  client::SiteSide SideOf(uint32_t site);
  void Deliver(uint32_t site, const v1::SecAggToSite& message);
  void Take(uint32_t site, client::ClientOutput output);
  void Take(coordinator::ServerOutput output);
  bool IsExact(const coordinator::SecAggSucceeded& succeeded) const;
  SessionCost Cost(const coordinator::SecAggSucceeded& succeeded) const;

  BenchFleet& fleet_;
  secagg::SessionSetup setup_;
  std::vector<Client> clients_;
  std::unique_ptr<coordinator::ServerSession> server_;
  double server_seconds_ = 0;
  std::deque<coordinator::SecAggSend> down_;
  std::deque<InFlight> up_;
  std::optional<coordinator::SecAggOutcome> outcome_;
  std::function<void(std::string_view)> step_;
};

}  // namespace hansa::bench
