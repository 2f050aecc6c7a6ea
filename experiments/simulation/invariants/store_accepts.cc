#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class StoreAccepts final : public Invariant {
 public:
  std::string_view name() const override { return "store_accepts"; }
  void OnCommitRefused(const Error& error) override { Break(error.Text()); }
};

}  // namespace

InvariantPtr MakeStoreAccepts() { return std::make_unique<StoreAccepts>(); }

}  // namespace hansa::simulation
