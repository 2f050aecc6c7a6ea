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
  // kWorkFailed with the session's own reason. `step` hears the name of every window, and now and
  // then how far it is.
  Result<SessionCost> Run(const std::function<void(const std::string&)>& step);

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

  BlobHandle InputOf(uint32_t site) const;
  void DeliverNext();
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
  BlobHandle values_;  // of all sites: each one's input begins an element after the one's before
  std::vector<int32_t> plain_values_;
  std::string window_;
  std::function<void(const std::string&)> step_;
};

}  // namespace hansa::bench
