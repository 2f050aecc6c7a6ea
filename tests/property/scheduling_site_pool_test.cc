// Many jobs over one pool under virtual time: whatever the jobs, sites and lengths of rounds are.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "common/base/text.h"
#include "coordinator/core/scheduling/site_pool.h"

namespace hansa::coordinator {
namespace {

// A job that always wants a further round.
struct Client {
  std::string name;
  uint32_t priority = 5;
  size_t least = 1, most = 1;
  Duration round{};
  std::vector<SiteId> sites;  // that accept it
  std::optional<Instant> ends;
  std::vector<SiteId> leased;
  Instant waiting_since{};
  Duration longest_wait{};
  uint64_t rounds = 0;
};

class Fleet {
 public:
  explicit Fleet(size_t sites) {
    for (size_t i = 0; i < sites; ++i) all_.push_back(StrCat("s", 100 + i));
  }
  void Add(Client client) {
    client.name = StrCat("job-", 100 + clients_.size());
    if (client.sites.empty()) client.sites = all_;
    client.waiting_since = now_;
    pool_.AddJob(client.name, client.priority, std::nullopt);
    clients_.push_back(std::move(client));
  }

  // Rounds begin and end until `until`.
  void Run(Instant until) {
    for (Client& client : clients_)
      if (!client.ends) Look(client);
    while (now_ < until) {
      HandOut();
      now_ = NextEvent(until);
      for (Client& client : clients_)
        if (client.ends && *client.ends <= now_) {
          End(client);
          Look(client);  // at once stands in line again
        }
      for (Client& client : clients_)
        if (!client.ends) Look(client);
    }
  }

  std::vector<Client>& clients() { return clients_; }
  const SitePool& pool() const { return pool_; }
  const std::vector<SiteId>& all() const { return all_; }
  Instant now() const { return now_; }

 private:
  void HandOut() {
    while (pool_.TakeFreed())
      for (const std::string& name : pool_.Line(now_))
        for (Client& client : clients_)
          if (client.name == name && !client.ends) Look(client);
    for (const Client& client : clients_)  // nobody who could begin is left waiting
      if (!client.ends)
        RC_ASSERT(pool_.Available(client.name, client.sites, now_).size() < client.least);
  }
  void Look(Client& client) {
    pool_.Ask(client.name, client.sites, client.least, now_);
    std::vector<SiteId> free = pool_.Available(client.name, client.sites, now_);
    if (free.size() < client.least) return;
    if (free.size() > client.most) free.resize(client.most);
    MustBeFirst(client, free);
    for (const SiteId& site : free) RC_ASSERT(pool_.HolderOf(site) == nullptr);  // one task a site
    pool_.Lease(client.name, free, now_);
    client.leased = std::move(free);
    client.ends = now_ + client.round;
    client.longest_wait = std::max<Duration>(client.longest_wait, now_ - client.waiting_since);
  }
  // A free site goes to the first in line that can use it.
  void MustBeFirst(const Client& client, const std::vector<SiteId>& taken) {
    for (const std::string& name : pool_.Line(now_)) {
      if (name == client.name) return;
      for (const Client& other : clients_) {
        if (other.name != name) continue;
        for (const SiteId& site : taken)
          RC_ASSERT(std::find(other.sites.begin(), other.sites.end(), site) == other.sites.end());
      }
    }
  }
  void End(Client& client) {
    pool_.ReleaseAll(client.name, now_);
    client.ends.reset();
    client.leased.clear();
    client.waiting_since = now_;
    ++client.rounds;
  }
  Instant NextEvent(Instant until) const {
    Instant next = until;
    for (const Client& client : clients_) {
      if (client.ends) next = std::min(next, *client.ends);
      if (const auto change = pool_.NextChange(client.name, now_)) next = std::min(next, *change);
    }
    return next;
  }

  SitePool pool_;
  std::vector<SiteId> all_;
  std::vector<Client> clients_;
  Instant now_{std::chrono::hours(1)};
};

Client AnyClient(const std::vector<SiteId>& sites) {
  Client client;
  client.priority = *rc::gen::inRange<uint32_t>(0, 10);
  for (const SiteId& site : sites)
    if (*rc::gen::inRange(0, 4) > 0) client.sites.push_back(site);
  if (client.sites.empty()) client.sites = sites;
  client.least = *rc::gen::inRange<size_t>(1, client.sites.size() + 1);
  client.most = *rc::gen::inRange<size_t>(client.least, client.sites.size() + 1);
  client.round = milliseconds(*rc::gen::inRange(10'000, 300'000));
  return client;
}

// At most kAging x (9 - own priority + 1), then one round of each other job, and the one that runs.
RC_GTEST_PROP(SitePoolProperty, NobodyStarves, ()) {
  Fleet fleet(*rc::gen::inRange<size_t>(1, 12));
  const auto jobs = *rc::gen::inRange<size_t>(1, 7);
  for (size_t i = 0; i < jobs; ++i) fleet.Add(AnyClient(fleet.all()));
  fleet.Run(fleet.now() + std::chrono::hours(8));
  Duration rounds{};
  for (const Client& client : fleet.clients()) rounds += client.round;
  for (const Client& client : fleet.clients()) {
    const Duration bound = (10 - client.priority) * SitePool::kAging + 2 * rounds;
    RC_ASSERT(client.rounds > 0);
    RC_ASSERT(client.longest_wait <= bound);
    if (!client.ends) RC_ASSERT(fleet.now() - client.waiting_since <= bound);
  }
}

// Equals that need the whole fleet use the same time of it, up to one round each.
RC_GTEST_PROP(SitePoolProperty, EqualsShareByTime, ()) {
  const auto sites = *rc::gen::inRange<size_t>(1, 8);
  Fleet fleet(sites);
  const auto jobs = *rc::gen::inRange<size_t>(2, 6);
  Duration longest{};
  for (size_t i = 0; i < jobs; ++i) {
    Client client;
    client.least = client.most = sites;
    // Shorter than the aging, so that it is the use that decides.
    client.round = milliseconds(*rc::gen::inRange(10'000, 60'000));
    longest = std::max(longest, client.round);
    fleet.Add(client);
  }
  fleet.Run(fleet.now() + std::chrono::hours(8));
  const auto bound = static_cast<int64_t>(sites) * (longest / milliseconds(1));
  for (const Client& a : fleet.clients())
    for (const Client& b : fleet.clients()) {
      const auto used_a = static_cast<int64_t>(fleet.pool().used_ms(a.name));
      const auto used_b = static_cast<int64_t>(fleet.pool().used_ms(b.name));
      RC_ASSERT(used_a - used_b <= 2 * bound);
    }
}

// The same jobs give the same rounds.
RC_GTEST_PROP(SitePoolProperty, IsDeterministic, ()) {
  const auto sites = *rc::gen::inRange<size_t>(1, 8);
  Fleet one(sites), two(sites);
  const auto jobs = *rc::gen::inRange<size_t>(1, 5);
  for (size_t i = 0; i < jobs; ++i) {
    const Client client = AnyClient(one.all());
    one.Add(client);
    two.Add(client);
  }
  one.Run(one.now() + std::chrono::hours(2));
  two.Run(two.now() + std::chrono::hours(2));
  for (size_t i = 0; i < jobs; ++i) {
    RC_ASSERT(one.clients()[i].rounds == two.clients()[i].rounds);
    RC_ASSERT(one.clients()[i].leased == two.clients()[i].leased);
  }
}

}  // namespace
}  // namespace hansa::coordinator
