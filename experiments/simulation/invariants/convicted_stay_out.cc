#include <set>

#include "common/base/text.h"
#include "experiments/simulation/fleet_keys.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class ConvictedStayOut final : public Invariant {
 public:
  explicit ConvictedStayOut(const Plan& plan) : someone_cheats_(SomeoneCheats(plan)) {}
  std::string_view name() const override { return "convicted_stay_out"; }

  void OnJobEvent(const coordinator::Event& event) override {
    if (const auto* convicted = std::get_if<coordinator::SiteConvicted>(&event)) {
      if (!someone_cheats_ || SiteIndex(convicted->site_id) != kCheat)
        Break(StrCat("the honest site ", convicted->site, " was convicted"));
      if (!out_.insert(convicted->site).second)
        Break(StrCat("site ", convicted->site, " was convicted twice"));
    }
    if (const auto* round = std::get_if<coordinator::RoundStarted>(&event)) Look(round->sites);
    if (const auto* session = std::get_if<coordinator::SessionStarted>(&event))
      Look(session->sites);
  }

 private:
  void Look(const std::vector<std::string>& asked) {
    for (const std::string& site : asked)
      if (out_.contains(site)) Break(StrCat("site ", site, " was asked after its conviction"));
  }

  bool someone_cheats_;
  std::set<std::string> out_;  // by name
};

}  // namespace

InvariantPtr MakeConvictedStayOut(const Plan& plan) {
  return std::make_unique<ConvictedStayOut>(plan);
}

}  // namespace hansa::simulation
