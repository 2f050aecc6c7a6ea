#include "tests/attacks/view_distinguisher.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/crypto/random.h"
#include "tests/attacks/small_seeds.h"

namespace hansa::secagg_test {
namespace {

using Sites = std::set<uint32_t>;

std::string TextOf(const Sites& sites) {
  std::string text;
  for (const uint32_t site : sites) text += StrCat(text.empty() ? "" : ", ", site);
  return text;
}

// All but none and all.
std::vector<Sites> ProperSubsets(const std::vector<uint32_t>& sites) {
  std::vector<Sites> subsets;
  for (uint32_t bits = 1; bits + 1 < 1u << sites.size(); ++bits) {
    Sites& subset = subsets.emplace_back();
    for (size_t i = 0; i < sites.size(); ++i)
      if ((bits >> i & 1) != 0) subset.insert(sites[i]);
  }
  return subsets;
}

// Single sites, arcs of the ring, and some at random.
std::vector<Sites> SomeSubsets(std::vector<uint32_t> sites, const secagg::NeighbourGraph& graph) {
  std::sort(sites.begin(), sites.end(),
            [&](uint32_t a, uint32_t b) { return graph.PositionOf(a) < graph.PositionOf(b); });
  std::vector<Sites> subsets;
  for (size_t length = 1; length < sites.size(); length = length * 2)
    for (size_t first = 0; first < sites.size(); ++first) {
      Sites& arc = subsets.emplace_back();
      for (size_t i = 0; i < length; ++i) arc.insert(sites[(first + i) % sites.size()]);
    }
  crypto::SeededRandom random(1, "subsets");
  for (int i = 0; i < 64; ++i) {
    Sites drawn;
    for (const uint32_t site : sites)
      if (random.NextU64() % 2 == 0) drawn.insert(site);
    if (!drawn.empty() && drawn.size() < sites.size()) subsets.push_back(std::move(drawn));
  }
  return subsets;
}

secagg::RingVector SumOver(const std::map<uint32_t, BaredInput>& bared, const Sites& sites) {
  const secagg::RingVector& first = bared.at(*sites.begin()).rest;
  secagg::RingVector sum(first.bits(), first.size());
  for (const uint32_t site : sites) sum.Add(bared.at(site).rest);
  return sum;
}

// Neighbouring elements: a mask that repeats itself is as uniform as any.
secagg::RingVector Differences(const secagg::RingVector& vector) {
  secagg::RingVector differences(vector.bits(), vector.size() - 1);
  for (size_t i = 0; i + 1 < vector.size(); ++i)
    differences.Set(i, static_cast<int64_t>(static_cast<uint64_t>(vector.Signed(i + 1)) -
                                            static_cast<uint64_t>(vector.Signed(i))));
  return differences;
}

// What masks it still has, by what is known of it.
bool SmallSeedsFit(uint32_t site, const BaredInput& input) {
  if (input.rest.bits() != 32) return false;
  if (!input.own_mask_off && input.pairs_on.empty())
    return SmallSeeds::Get().OneFits(input.rest, kLargestInput);
  if (!input.own_mask_off || input.pairs_on.size() != 2) return false;
  return SmallSeeds::Get().TwoFit(input.rest, site < *input.pairs_on.begin(),
                                  site < *input.pairs_on.rbegin(), kLargestInput);
}

}  // namespace

std::vector<std::string> ViewDistinguisher::Notice(const secagg::NeighbourGraph& graph,
                                                   const std::map<uint32_t, BaredInput>& bared) {
  constexpr size_t kAllSubsetsUpTo = 5;
  std::vector<uint32_t> together;  // their masks with each other are on
  std::vector<Sites> groups;
  std::vector<std::string> noticed;
  for (const auto& [site, input] : bared) {
    if (input.own_mask_off)
      together.push_back(site);
    else
      groups.push_back({site});
    if (SmallSeedsFit(site, input)) noticed.push_back(StrCat("seeds found for site ", site));
  }
  const std::vector<Sites> subsets =
      together.size() <= kAllSubsetsUpTo ? ProperSubsets(together) : SomeSubsets(together, graph);
  groups.insert(groups.end(), subsets.begin(), subsets.end());
  for (const Sites& group : groups) {
    const secagg::RingVector sum = SumOver(bared, group);
    if (!judge_.LooksUniform(sum.bytes()))
      noticed.push_back(StrCat("what is left of sites ", TextOf(group), " is not uniform"));
    if (group.size() == 1 && !judge_.LooksUniform(Differences(sum).bytes()))
      noticed.push_back(StrCat("the mask of site ", TextOf(group), " repeats itself"));
  }
  return noticed;
}

}  // namespace hansa::secagg_test
