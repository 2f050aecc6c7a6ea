#include "client/app/alone.h"

#include "client/app/own_metrics.h"
#include "client/core/local_update.h"
#include "common/crypto/random.h"

namespace hansa::client {
namespace {

constexpr Duration kRoundLimit = std::chrono::hours(1);

Result<> TrainRound(const JobSpec& job, const HeldData& data, RandomSource& random,
                    TrainerClient& trainer, std::vector<float>& weights) {
  const v1::Train request = MakeTrain(job, data.key, random.NextU64());
  const TrainedWeights trained = HANSA_TRY(trainer.Train(request, weights, kRoundLimit));
  const LocalUpdate update = HANSA_TRY(MakeUpdate(weights, trained.weights, job.clip_norm));
  const auto rate = static_cast<float>(job.server_learning_rate);
  for (size_t i = 0; i < weights.size(); ++i) weights[i] += rate * update.values[i];
  return Success();
}

EvaluationSums SumsOf(const v1::Evaluated& evaluated) {
  return {.rows = evaluated.rows(),
          .squared_error = evaluated.squared_error_sum(),
          .absolute_error = evaluated.absolute_error_sum(),
          .correct = evaluated.correct(),
          .loss = evaluated.loss_sum()};
}

}  // namespace

Result<BaselineEntry> TrainAlone(const JobSpec& job, const HeldData& data, uint64_t seed,
                                 TrainerClient& trainer, const AloneProgress& progress) {
  HANSA_TRY(trainer.LoadData(data.key, data.arrays, kRoundLimit));
  crypto::SeededRandom random(seed, "baseline/shuffle");
  std::vector<float> weights = InitialModel(job.network, seed).values;
  for (uint32_t round = 1; round <= job.rounds; ++round) {
    HANSA_TRY(TrainRound(job, data, random, trainer, weights));
    progress(round);
  }
  const v1::Evaluated evaluated =
      HANSA_TRY(trainer.Evaluate(data.key, job.network, weights, kRoundLimit));
  return BaselineEntry{.metrics = OwnMetrics(SumsOf(evaluated), job.network, job.target),
                       .epochs = job.rounds * job.epochs};
}

}  // namespace hansa::client
