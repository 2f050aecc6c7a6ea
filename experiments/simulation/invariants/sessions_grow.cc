#include <map>

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class SessionsGrow final : public Invariant {
 public:
  std::string_view name() const override { return "sessions_grow"; }

  void OnCommitted(const coordinator::Record& record) override {
    const auto* taken = std::get_if<coordinator::SessionNumberTaken>(&record);
    if (taken == nullptr) return;
    if (taken->number <= last_)
      Break(StrCat("session number ", taken->number, " was taken after ", last_));
    last_ = taken->number;
  }
  void OnSessionEntered(uint32_t site, uint64_t session, bool rolled_back) override {
    uint64_t& last = entered_[site];
    if (session <= last && !rolled_back)
      Break(StrCat("site ", site, " entered session ", session, " after ", last));
    last = session;
  }

 private:
  uint64_t last_ = 0;
  std::map<uint32_t, uint64_t> entered_;  // by site
};

}  // namespace

InvariantPtr MakeSessionsGrow() { return std::make_unique<SessionsGrow>(); }

}  // namespace hansa::simulation
