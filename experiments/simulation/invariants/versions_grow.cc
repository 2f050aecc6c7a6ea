#include <map>

#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class VersionsGrow final : public Invariant {
 public:
  explicit VersionsGrow(const JobSpec& spec) : model_(spec.name) {}
  std::string_view name() const override { return "versions_grow"; }

  void OnCommitted(const coordinator::Record& record) override {
    const auto* version = std::get_if<v1::VersionRecord>(&record);
    if (version == nullptr) return;
    if (!committed_.empty() && version->version() < committed_.rbegin()->first)
      Break(StrCat("version ", version->version(), " was stored after version ",
                   committed_.rbegin()->first));
    const auto known = committed_.emplace(version->version(), version->manifest());
    if (known.first->second != version->manifest())
      Break(StrCat("version ", version->version(), " was stored with other bytes"));
  }
  void OnCoordinatorSent(const coordinator::Send& send) override {
    if (!send.message.has_model_announced()) return;
    const v1::ModelAnnounced& announced = send.message.model_announced();
    if (announced.name() != model_) return;
    const auto known = announced_.emplace(announced.version(), announced.manifest());
    if (known.first->second != announced.manifest())
      Break(StrCat("version ", announced.version(), " was announced with other bytes"));
  }

 private:
  std::string model_;
  std::map<uint64_t, std::string> committed_, announced_;  // manifests, by version
};

}  // namespace

InvariantPtr MakeVersionsGrow(const JobSpec& spec) { return std::make_unique<VersionsGrow>(spec); }

}  // namespace hansa::simulation
