#include "tests/attacks/leaked_sums.h"

#include <map>
#include <numeric>

namespace hansa::secagg_test {
namespace {

class Groups {
 public:
  explicit Groups(size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0u); }
  uint32_t Of(uint32_t a) { return parent_[a] == a ? a : parent_[a] = Of(parent_[a]); }
  void Join(uint32_t a, uint32_t b) { parent_[Of(a)] = Of(b); }

 private:
  std::vector<uint32_t> parent_;
};

std::vector<bool> Known(uint32_t threshold, const std::vector<SaidBySite>& said,
                        std::set<uint32_t> SaidBySite::*kind) {
  std::vector<uint32_t> shares(said.size());
  for (const SaidBySite& site : said)
    for (const uint32_t owner : site.*kind) ++shares[owner];
  std::vector<bool> known;
  for (const uint32_t count : shares) known.push_back(count >= threshold);
  return known;
}

}  // namespace

std::vector<std::set<uint32_t>> LeakedSums(const secagg::NeighbourGraph& graph, uint32_t threshold,
                                           const std::vector<SaidBySite>& said) {
  const std::vector<bool> self = Known(threshold, said, &SaidBySite::self);
  const std::vector<bool> secret = Known(threshold, said, &SaidBySite::secrets);
  Groups groups(said.size());
  std::set<uint32_t> hidden;  // by a mask that nothing cancels
  for (uint32_t u = 0; u < said.size(); ++u) {
    if (!said[u].masked) continue;
    if (!self[u]) hidden.insert(u);
    for (const uint32_t v : graph.NeighboursOf(u)) {
      if (!said[u].sharers.Has(v) || secret[u] || secret[v]) continue;
      if (said[v].masked && said[v].sharers.Has(u))
        groups.Join(u, v);
      else
        hidden.insert(u);
    }
  }
  std::map<uint32_t, std::set<uint32_t>> members;
  for (uint32_t u = 0; u < said.size(); ++u)
    if (said[u].masked) members[groups.Of(u)].insert(u);
  for (const uint32_t u : hidden) members.erase(groups.Of(u));
  std::vector<std::set<uint32_t>> leaked;
  for (auto& entry : members) leaked.push_back(std::move(entry.second));
  return leaked;
}

}  // namespace hansa::secagg_test
