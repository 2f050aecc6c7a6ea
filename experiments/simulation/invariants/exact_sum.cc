#include <cmath>
#include <map>

#include "common/base/text.h"
#include "common/codec/safetensors_blob.h"
#include "experiments/simulation/fleet_keys.h"
#include "experiments/simulation/invariants/invariants.h"
#include "experiments/simulation/invariants/real_value.h"
#include "experiments/simulation/invariants/round_sessions.h"

namespace hansa::simulation {
namespace {

class ExactSum final : public Invariant {
 public:
  explicit ExactSum(const JobSpec& spec) : rate_(spec.server_learning_rate) {}
  std::string_view name() const override { return "exact_sum"; }

  void OnInputGiven(uint32_t site, uint64_t session, const secagg::RingVector& plain) override {
    const auto given = given_[session].emplace(site, plain);
    if (!(given.first->second == plain))
      Break(StrCat("site ", site, " gave two different vectors to session ", session));
    while (given_.size() > kSessions) given_.erase(given_.begin());
  }
  void OnCommitted(const coordinator::Record& record) override { sessions_.OnCommitted(record); }

  void OnPublish(const coordinator::PublishWork& work) override {
    if (work.kind != coordinator::PublishWork::Kind::kTrained) return;
    const coordinator::SessionSum& sum = *work.sum;
    const secagg::RingVector whole = coordinator::InMemory(sum);
    secagg::RingVector plain(whole.bits(), whole.size());
    for (const std::string& id : sum.included) {
      const secagg::RingVector* given = sessions_.Find(given_, SiteIndex(id));
      if (given == nullptr)
        return Break(StrCat("site ", id, " is in the sum of session ", sessions_.last(),
                            " and gave it nothing"));
      if (given->size() != plain.size() || given->bits() != plain.bits())
        return Break(StrCat("site ", id, " gave a vector of another shape"));
      plain.Add(*given);
    }
    if (!(plain == whole))
      Break(StrCat("the sum of session ", sessions_.last(), " is not the plain sum over the ",
                   sum.included.size(), " sites it names"));
  }

  void OnPublished(const coordinator::PublishWork& work,
                   const coordinator::Published& published) override {
    if (work.kind == coordinator::PublishWork::Kind::kInitial) return;
    const auto parent = ReadSafetensors(*work.parent->file).value().model.values;
    const auto child = ReadSafetensors(*published.model->file).value().model.values;
    const bool trained = work.kind == coordinator::PublishWork::Kind::kTrained;
    for (size_t i = 0; i < child.size(); ++i) {
      const double step = trained ? rate_ * MeanOf(*work.sum, i) : 0.0;
      if (child[i] != static_cast<float>(parent[i] + step))
        return Break(StrCat("version ", work.version, " is not its parent plus the mean update"));
    }
  }

  // Every simulated site errs by 2 alike, so the figure is known whoever took part.
  void OnJobEvent(const coordinator::Event& event) override {
    const auto* finished = std::get_if<coordinator::RoundFinished>(&event);
    if (finished == nullptr || finished->metrics.empty()) return;
    const auto rmse = finished->metrics.find("rmse");
    if (rmse == finished->metrics.end() || std::abs(rmse->second - 2.0) > 1e-3)
      Break(StrCat("the error of round ", finished->round, " is not that of its sites"));
  }

 private:
  static constexpr size_t kSessions = 64;

  static double MeanOf(const coordinator::SessionSum& sum, size_t element) {
    const secagg::RingVector vector = coordinator::InMemory(sum);
    const double weight = Real(vector.Signed(sum.segments[0].length), sum.segments[1].scale_bits);
    return Real(vector.Signed(element), sum.segments[0].scale_bits) / weight;
  }

  double rate_;
  RoundSessions sessions_;
  std::map<uint64_t, std::map<uint32_t, secagg::RingVector>> given_;  // by session and site
};

}  // namespace

InvariantPtr MakeExactSum(const JobSpec& spec) { return std::make_unique<ExactSum>(spec); }

}  // namespace hansa::simulation
