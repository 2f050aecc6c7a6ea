#include <cmath>
#include <deque>
#include <map>

#include "client/core/loaded_model.h"
#include "common/base/text.h"
#include "common/codec/safetensors_blob.h"
#include "experiments/simulation/fleet_keys.h"
#include "experiments/simulation/invariants/invariants.h"
#include "experiments/simulation/invariants/real_value.h"
#include "experiments/simulation/invariants/round_sessions.h"

namespace hansa::simulation {
namespace {

class TrainedOnParent final : public Invariant {
 public:
  std::string_view name() const override { return "trained_on_parent"; }

  void OnTrained(uint32_t site, const client::Weights& base,
                 const client::Weights& trained) override {
    std::deque<Training>& own = trainings_[site];
    own.push_back({client::ValuesOf(*base).value(), client::ValuesOf(*trained).value()});
    if (own.size() > kTrainings) own.pop_front();
  }
  void OnInputGiven(uint32_t site, uint64_t session, const secagg::RingVector& plain) override {
    given_[session].emplace(site, plain);
    while (given_.size() > kSessions) given_.erase(given_.begin());
  }
  void OnCommitted(const coordinator::Record& record) override { sessions_.OnCommitted(record); }

  void OnPublish(const coordinator::PublishWork& work) override {
    if (work.kind != coordinator::PublishWork::Kind::kTrained) return;
    const auto parent = ReadSafetensors(*work.parent->file).value().model.values;
    for (const std::string& id : work.sum->included) {
      const uint32_t site = SiteIndex(id);
      const secagg::RingVector* given = sessions_.Find(given_, site);
      if (given == nullptr) continue;  // exact_sum says so
      const Training* training = TrainingOf(site, *given, *work.sum);
      if (training == nullptr)
        return Break(StrCat("site ", id, " gave an update that it did not train"));
      if (training->base != parent)
        return Break(StrCat("site ", id, " gave an update of another model than version ",
                            work.parent->version));
    }
  }

 private:
  struct Training {
    std::vector<float> base, trained;
  };
  static constexpr size_t kTrainings = 16;
  static constexpr size_t kSessions = 64;

  // The one whose difference the vector is, up to rounding; null: none.
  const Training* TrainingOf(uint32_t site, const secagg::RingVector& given,
                             const coordinator::SessionSum& sum) const {
    const auto own = trainings_.find(site);
    if (own == trainings_.end()) return nullptr;
    for (const Training& training : own->second)
      if (Fits(training, given, sum)) return &training;
    return nullptr;
  }
  static bool Fits(const Training& training, const secagg::RingVector& given,
                   const coordinator::SessionSum& sum) {
    const uint32_t scale = sum.segments[0].scale_bits;
    const double weight = Real(given.Signed(sum.segments[0].length), sum.segments[1].scale_bits);
    const double tolerance = 2.0 / static_cast<double>(int64_t{1} << scale) + 1e-6;
    for (size_t i = 0; i < sum.segments[0].length; ++i) {
      const double step = double{training.trained[i]} - double{training.base[i]};
      if (std::abs(Real(given.Signed(i), scale) / weight - step) > tolerance) return false;
    }
    return true;
  }

  RoundSessions sessions_;
  std::map<uint32_t, std::deque<Training>> trainings_;                // by site, newest last
  std::map<uint64_t, std::map<uint32_t, secagg::RingVector>> given_;  // by session and site
};

}  // namespace

InvariantPtr MakeTrainedOnParent() { return std::make_unique<TrainedOnParent>(); }

}  // namespace hansa::simulation
