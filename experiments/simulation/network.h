#pragma once
// The connections between the sites and the coordinator: delay, loss, repetition, overtaking,
// cuts, partitions, slow links, and what a broken or hostile site says instead of the truth.

#include <vector>

#include "client/core/effects.h"
#include "coordinator/core/effects.h"
#include "experiments/simulation/rubbish.h"
#include "experiments/simulation/world.h"

namespace hansa::simulation {

class Network {
 public:
  explicit Network(World& world);

  void ToSite(uint32_t site, v1::ToSite message, coordinator::Payload payload);
  void ToCoordinator(uint32_t site, client::Send send);

  // False while a partition or the coordinator's absence keeps the site out.
  bool Connect(uint32_t site);
  // Ends the connection, if there is one; both sides notice soon, in no order.
  void Cut(uint32_t site);
  // Another process is the site from now on; what the one before was to notice is void.
  void SetProcess(uint32_t site, uint64_t process) { processes_[site] = process; }
  // The coordinator is there, or not.
  void Listen(bool listening) { listening_ = listening; }

  // Whether what was sent on `connection` gets there now.
  bool Arrives(uint32_t site, uint64_t connection) const {
    const Link& link = links_[site];
    return link.up && link.connection == connection && !link.partitioned;
  }
  bool IsUp(uint32_t site) const { return links_[site].up; }
  uint64_t connection(uint32_t site) const { return links_[site].connection; }

  void BeginPartition();
  void EndPartition();

 private:
  struct Direction {
    Instant last{};     // of what is on its way in order
    Instant free{};     // when a slow link has sent what waits
    Instant greeted{};  // nothing overtakes hello and welcome: they are part of the connection
  };
  struct Link {
    bool up = false;
    bool partitioned = false;
    uint64_t connection = 0;
    uint64_t bytes_per_second = 0;  // 0: no limit
    Direction up_stream, down_stream;
  };

  // Sends an event on its way, unless a fault says otherwise.
  void Greet(uint32_t site, Direction Link::*stream, Event event);
  void Travel(uint32_t site, Direction Link::*stream, Event event, size_t bytes);
  Instant Arrival(Link& link, Direction Link::*stream, size_t bytes);
  void PlanPartition();

  World& world_;
  Rubbish rubbish_;
  std::vector<Link> links_;
  std::vector<uint64_t> processes_;  // by site
  bool listening_ = false;
};

}  // namespace hansa::simulation
