#pragma once
// One coordinator session and n site sessions in memory, under virtual time: messages are delivered
// in order, and hooks may change or swallow any of them. Inputs are chosen here as plain integers,
// so that a test can add them up without our packing code.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/support/secagg_site.h"

namespace hansa::secagg_test {

struct LoopbackOptions {
  uint32_t sites = 4;
  uint32_t smallest_cohort = 3;
  uint32_t colluders = 0;
  secagg::Profile profile = secagg::Profile::kComplete;
  uint32_t dropout_permille = 0;
  uint32_t ring_bits = 32;
  uint32_t elements = 5;  // at least 2: one segment of all but the last, one of the last
  uint64_t inline_bytes = limits::kInlineVectorBytes;  // 0: every masked input is fetched
  uint64_t session_number = 7;
  bool transcript = false;  // the session writes one: `record` has what it is made of
  bool archive = false;     // and `kept` the masked inputs that came in messages
  bool prepared = false;    // the coordinator opens it before the sites are ready
  uint64_t seed = 1;
};

class Loopback {
 public:
  using Step = client::ClientStep;
  static constexpr int kSteps = 5;

  explicit Loopback(LoopbackOptions options);

  // Before Open: sites that have no input yet.
  std::set<uint32_t> at_work;
  // Before Run. A site falls silent instead of sending the message of this step.
  void DropAt(uint32_t site, Step step) { drops_[site] = step; }
  bool announce_leaving = true;  // else the coordinator finds out by its deadlines
  std::function<void(uint32_t site, v1::SecAggToSite&)> to_site;
  std::function<void(uint32_t site, v1::SecAggToCoordinator&, Bytes& payload)> to_coordinator;
  std::function<void(client::SiteSide&, uint32_t site)> adjust_side;
  std::function<void(coordinator::ServerOptions&)> adjust_server;
  std::function<void(secagg::UnmaskWork&)> on_unmask_work;
  // A masked input that the coordinator fetches: may change the bytes; false: they never come.
  std::function<bool(uint32_t site, Bytes& vector)> on_fetch;

  // Runs to the coordinator's end; a test fails when it does not come.
  void Run();
  // Step by step: Open, then Deliver until it returns false.
  void Open();
  bool DeliverOne();
  // The coordinator's process ends, and with it all connections and what is on its way; a new one
  // goes on from the durable steps, and every site that is not gone comes back.
  void RestartCoordinator();
  void Tick() { Take(server->Tick(now)); }
  // A site has its input now.
  void BecomeReady(uint32_t site);
  // The session goes on with these; they become ready where they are not.
  void Bind(const std::vector<uint32_t>& ready);
  bool CanBind(const std::vector<uint32_t>& ready) const;
  // All connections of a site are lost, with what is on its way, and a new one is made.
  void Reconnect(uint32_t site);

  // What was seen.
  std::optional<coordinator::SecAggOutcome> outcome;
  bool succeeded() const;
  std::string failure() const;  // reason, or empty
  const coordinator::SecAggSucceeded& success() const;
  std::vector<coordinator::SecAggFault> faults;
  std::vector<coordinator::SecAggDrop> dropped;
  std::vector<coordinator::SecAggDiscard> discarded;
  std::vector<coordinator::SecAggConviction> convicted;
  bool HasFault(uint32_t site, std::string_view name) const;
  std::map<uint32_t, std::string> aborts;  // a site's own reason
  std::map<uint32_t, Bytes> masked;        // by site, as it left
  coordinator::StoredVectors stored;       // what outlives the coordinator's process
  std::map<uint32_t, v1::Unmask> unmasks;  // by site, as it left
  std::optional<coordinator::RecordWork> record;
  std::map<std::string, Bytes> kept;                // by site id
  std::map<uint32_t, client::SeenDirectory> noted;  // by site, what it was to remember
  std::map<uint32_t, client::ClientOutput> ends;
  std::vector<std::pair<uint32_t, v1::SecAggToCoordinator>> sent;  // all that sites sent
  std::vector<v1::SessionStepRecord> steps;                        // durable

  // The plain sum over the sites, in the test's own arithmetic, modulo the ring.
  std::vector<uint64_t> PlainSum(const std::vector<uint32_t>& over) const;
  std::vector<uint64_t> SessionSum() const;
  // Little-endian bytes of a site's plain input.
  Bytes PlainBytes(uint32_t site) const;
  // Indices of the included sites.
  std::vector<uint32_t> Included() const;

  secagg::SessionSetup Setup() const;
  client::SiteSide SideOf(uint32_t site);
  secagg::RingVector InputOf(uint32_t site) const;
  uint32_t IndexOfId(const std::string& id) const;

  LoopbackOptions options;
  std::shared_ptr<Fleet> shared_fleet;
  Fleet& fleet;
  std::vector<std::vector<int64_t>> values;  // [site][element]
  std::unique_ptr<coordinator::ServerSession> server;
  std::map<uint32_t, std::unique_ptr<client::ClientSession>> clients;
  Instant now{};

  // For tests that act as the network.
  void ToCoordinator(uint32_t site, const v1::SecAggToCoordinator& message, Bytes payload);
  void ToSite(uint32_t site, const v1::SecAggToSite& message);

 private:
  struct InFlight {
    bool to_site;
    uint32_t site;
    v1::SecAggToSite down;
    v1::SecAggToCoordinator up;
    Bytes payload;
  };

  std::vector<coordinator::Candidate> Candidates() const;
  std::vector<std::string> IdsOf(const std::vector<uint32_t>& sites) const;
  void Take(coordinator::ServerOutput output);
  void TakeBulk(coordinator::ServerOutput& output);
  void Fetch(const coordinator::SecAggUpload& upload);
  void Take(uint32_t site, client::ClientOutput output);
  void Vanish(uint32_t site);

  crypto::SeededRandom server_random_;
  std::vector<std::unique_ptr<crypto::SeededRandom>> randoms_;
  std::map<uint32_t, Step> drops_;
  std::map<uint32_t, bool> gone_;
  std::deque<InFlight> network_;
};

}  // namespace hansa::secagg_test
