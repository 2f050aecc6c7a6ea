#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class ScriptAgreed final : public Invariant {
 public:
  ScriptAgreed(const Plan& plan, const JobSpec& spec)
      : unlisted_(plan.sites - 1), sha256_(spec.network.script.sha256) {}
  std::string_view name() const override { return "script_agreed"; }

  void OnNetworkRun(uint32_t site, const BlobHandle& script) override {
    if (site == unlisted_) Break("a site runs a file that its owner has not listed");
    if (script == nullptr) return Break(StrCat("site ", site, " runs a script without its file"));
    Bytes file(script->size());
    if (!script->ReadAt(0, file).ok() || crypto::Sha256(file) != sha256_)
      Break(StrCat("site ", site, " runs another file than the job names"));
  }

 private:
  uint32_t unlisted_;  // the last site
  crypto::Digest sha256_;
};

}  // namespace

InvariantPtr MakeScriptAgreed(const Plan& plan, const JobSpec& spec) {
  return std::make_unique<ScriptAgreed>(plan, spec);
}

}  // namespace hansa::simulation
