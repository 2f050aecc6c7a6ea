#include "common/base/text.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class QuorumHeld final : public Invariant {
 public:
  explicit QuorumHeld(const JobSpec& spec) : quorum_(spec.clients_min) {}
  std::string_view name() const override { return "quorum_held"; }

  void OnPublish(const coordinator::PublishWork& work) override {
    if (work.sum && work.sum->included.size() < quorum_)
      Break(StrCat("a sum of ", work.sum->included.size(), " sites was published, the quorum is ",
                   quorum_));
  }
  void OnJobEvent(const coordinator::Event& event) override {
    const auto* finished = std::get_if<coordinator::SessionFinished>(&event);
    if (finished != nullptr && finished->included < quorum_)
      Break(StrCat("a session ended well with ", finished->included, " sites, the quorum is ",
                   quorum_));
  }

 private:
  size_t quorum_;
};

}  // namespace

InvariantPtr MakeQuorumHeld(const JobSpec& spec) { return std::make_unique<QuorumHeld>(spec); }

}  // namespace hansa::simulation
