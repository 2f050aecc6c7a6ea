#include <algorithm>
#include <map>

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class CountedOnce final : public Invariant {
 public:
  std::string_view name() const override { return "counted_once"; }

  void OnCommitted(const coordinator::Record& record) override {
    if (const auto* taken = std::get_if<coordinator::SessionNumberTaken>(&record))
      session_ = taken->number;
  }
  void OnPublish(const coordinator::PublishWork& work) override {
    if (work.kind != coordinator::PublishWork::Kind::kTrained) return;
    const std::vector<std::string>& sites = work.sum->included;
    if (std::adjacent_find(sites.begin(), sites.end(), std::greater_equal<>()) != sites.end())
      Break(StrCat("a site is in the sum of session ", session_, " more than once"));
    const auto version = version_of_.emplace(session_, work.version);
    if (version.first->second != work.version)
      Break(StrCat("session ", session_, " went into version ", version.first->second,
                   " and into version ", work.version));
  }

 private:
  uint64_t session_ = 0;
  std::map<uint64_t, uint64_t> version_of_;  // by session
};

}  // namespace

InvariantPtr MakeCountedOnce() { return std::make_unique<CountedOnce>(); }

}  // namespace hansa::simulation
