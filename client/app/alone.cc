#include "client/app/alone.h"

#include "client/app/evaluation_message.h"
#include "client/app/own_metrics.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/random.h"

namespace hansa::client {
namespace {

constexpr Duration kTrainingLimit = std::chrono::hours(24);

}  // namespace

Result<BaselineEntry> TrainAlone(const JobSpec& job, const HeldData& data, uint64_t seed,
                                 TrainerClient& trainer, const AloneProgress& progress) {
  const uint64_t epochs = uint64_t{job.rounds} * job.epochs;
  if (epochs > limits::kTrainerEpochs)
    return BadInput("the job's rounds are too many to train alone", StrCat(epochs, " epochs"),
                    StrCat("At most ", limits::kTrainerEpochs, " in one training"));
  HANSA_TRY(trainer.LoadData(data.key, data.arrays, kTrainingLimit));
  crypto::SeededRandom random(seed, "baseline/shuffle");
  v1::Train request = MakeTrain(job, data.key, random.NextU64());
  request.set_epochs(static_cast<uint32_t>(epochs));
  const TrainedWeights trained = HANSA_TRY(trainer.Train(
      request, InitialModel(job.network, seed).values, kTrainingLimit,
      [&](const v1::Progress& step) { progress(step.epoch() + 1, request.epochs()); }));
  const v1::Evaluated evaluated = HANSA_TRY(
      trainer.Evaluate(data.key, job.network, trained.weights, kTrainingLimit, job.metrics));
  return BaselineEntry{.metrics = OwnMetrics(SumsOf(evaluated), job), .epochs = request.epochs()};
}

}  // namespace hansa::client
