#include <map>
#include <set>

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class OneAnswer final : public Invariant {
 public:
  std::string_view name() const override { return "one_answer"; }

  void OnAnswerLeft(uint32_t site, const AnswerKey& key, bool rolled_back) override {
    if (!answered_[site].insert(key).second && !rolled_back)
      Break(StrCat("site ", site, " answered a task twice on the same model and data"));
  }

 private:
  std::map<uint32_t, std::set<AnswerKey>> answered_;
};

}  // namespace

InvariantPtr MakeOneAnswer() { return std::make_unique<OneAnswer>(); }

}  // namespace hansa::simulation
