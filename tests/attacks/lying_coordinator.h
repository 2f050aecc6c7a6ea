#pragma once
// A coordinator that says what it likes: parameters and roster are the honest ones, but k and t are
// its choice, and from then on every site is told the U1 and U2 of the view that it is shown. It
// answers with all the proof that it can get for that view.

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "common/secagg/bitmap.h"
#include "common/secagg/neighbour_graph.h"
#include "tests/support/secagg_loopback.h"

namespace hansa::secagg_test {

// Positions on the ring, so that what is written about arcs can be read off.
struct RingView {
  std::vector<uint32_t> without_sharing;    // all but these are U1
  std::vector<uint32_t> without_surviving;  // all but these are U2
};

// The graph of the sites that are sent this roster.
secagg::NeighbourGraph GraphOf(const v1::Roster& roster);

class LyingCoordinator {
 public:
  // Every site has dealt its shares afterwards.
  LyingCoordinator(const LoopbackOptions& options, uint32_t neighbours, uint32_t threshold);

  // What each position on the ring is shown; null: it hears nothing more. Then the whole rest of
  // the session.
  using Views = std::function<const RingView*(uint32_t position)>;
  void Run(const Views& views);

  Loopback loopback;
  const secagg::NeighbourGraph& graph() const { return graph_; }
  // Positions of those that revealed shares.
  std::vector<uint32_t> Revealed() const;
  // Sets of positions whose sum it can compute.
  std::vector<std::set<uint32_t>> Leaked() const;

 private:
  secagg::Bitmap AllBut(const std::vector<uint32_t>& positions) const;
  void Tell(uint32_t site, const v1::SecAggToSite& message);
  v1::SecAggToSite Delivery(uint32_t site, const secagg::Bitmap& sharers) const;
  v1::SecAggToSite AliveRequest(uint32_t site, const secagg::Bitmap& survivors) const;
  v1::SecAggToSite UnmaskRequest(uint32_t site, const RingView& view, const Views& views) const;

  uint32_t neighbours_, threshold_;
  secagg::NeighbourGraph graph_;
  std::map<uint32_t, v1::Shares> dealt_;
  std::map<uint32_t, v1::Signed> masked_, alive_;  // what sites signed
  std::map<uint32_t, secagg::Bitmap> sharers_;     // that sites were told
  std::map<uint32_t, secagg::Bitmap> survivors_;
};

}  // namespace hansa::secagg_test
