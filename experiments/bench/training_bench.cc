#include "experiments/bench/training_bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include "client/learning/shuffle.h"
#include "client/trainer/network_message.h"
#include "client/trainer/trainer_client.h"
#include "common/base/text.h"
#include "experiments/bench/bare_loop.h"

namespace hansa::bench {
namespace {

using client::TrainOptions;
using client::UpdateRule;

constexpr seconds kPatience{120};  // for any one request
constexpr uint64_t kLeastEpochs = 10;

struct Subject {
  NetworkSpec network;
  TrainOptions options;
  uint64_t rows;
  double limit_ratio;
};

// That of Fashion-MNIST in NIID-Bench (Li et al. 2022): two 5x5 convolutions with pooling, 120-84.
NetworkSpec NiidCnn() {
  return {.architecture = Architecture::kCnn2d,
          .inputs = 784,
          .hidden = {120, 84},
          .outputs = 10,
          .loss = Loss::kCrossEntropy,
          .image = {1, 28, 28},
          .convolutions = {{.channels = 6, .kernel = 5, .pool = 2},
                           {.channels = 16, .kernel = 5, .pool = 2}}};
}

// Four hours of ten-minute means, five sensors.
NetworkSpec WindowLstm() {
  return {.architecture = Architecture::kLstm,
          .inputs = 24 * 5,
          .hidden = {16},
          .outputs = 1,
          .loss = Loss::kMse,
          .length = 24,
          .units = 64,
          .layers = 1};
}

constexpr uint64_t kBatchRows = 64;

Result<Subject> SubjectOf(const std::string& model) {
  TrainOptions options;
  options.batch_size = kBatchRows;
  if (model == "wind") {
    options.rule = UpdateRule::kAdam;
    options.learning_rate = 1e-3;
    return Subject{
        {Architecture::kMlp, 5, {32, 16}, 1, Loss::kMse}, options, kBatchRows * 400, 1.10};
  }
  if (model == "2nn") {
    options.rule = UpdateRule::kSgd;
    options.learning_rate = 0.05;
    return Subject{{Architecture::kMlp, 784, {200, 200}, 10, Loss::kCrossEntropy},
                   options,
                   kBatchRows * 100,
                   1.05};
  }
  if (model == "cnn") {
    options.rule = UpdateRule::kSgd;
    options.learning_rate = 0.05;
    return Subject{NiidCnn(), options, kBatchRows * 40, 1.05};
  }
  if (model == "lstm") {
    options.rule = UpdateRule::kAdam;
    options.learning_rate = 1e-3;
    return Subject{WindowLstm(), options, kBatchRows * 40, 1.05};
  }
  return Error{ErrorKind::kUsage, StrCat("no training bench for the model '", model, "'"), "",
               "use wind, 2nn, cnn or lstm"};
}

// Rows that can be learned: a wave along the row, targets by its phase.
struct Rows {
  explicit Rows(const Subject& subject) {
    client::Shuffler shuffler(1);
    const std::vector<uint32_t>& order = shuffler.Next(subject.rows);
    const bool classes = subject.network.loss == Loss::kCrossEntropy;
    for (uint32_t number : order) {
      const float phase = static_cast<float>(number) / static_cast<float>(subject.rows);
      for (uint32_t i = 0; i < subject.network.inputs; ++i)
        x.push_back(std::sin(6.28f * phase + 0.7f * static_cast<float>(i)));
      y.push_back(classes ? std::floor(phase * static_cast<float>(subject.network.outputs))
                          : phase);
    }
  }
  std::vector<float> x, y;
};

double SecondsOf(const std::function<void()>& work) {
  const auto started = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

// The trainer with the rows loaded; an epoch a request, going on from the last one's weights.
class TrainerEpochs {
 public:
  static Result<TrainerEpochs> Start(const std::filesystem::path& program, const Subject& subject,
                                     const Rows& rows) {
    TrainerEpochs epochs(HANSA_TRY(client::TrainerClient::Start(program)), subject);
    using client::SharedArray;
    const client::DataArrays data{
        HANSA_TRY(SharedArray::Copy(rows.x, subject.rows, subject.network.inputs)),
        HANSA_TRY(SharedArray::Copy(rows.y, subject.rows, 1)),
        HANSA_TRY(SharedArray::Copy({}, 0, subject.network.inputs)),
        HANSA_TRY(SharedArray::Copy({}, 0, 1))};
    HANSA_TRY(epochs.client_.LoadData("bench", data, kPatience));
    return epochs;
  }

  Result<> Epoch() {
    request_.set_shuffle_seed(request_.shuffle_seed() + 1);
    client::TrainedWeights trained = HANSA_TRY(client_.Train(request_, weights_, kPatience));
    weights_ = std::move(trained.weights);
    steps_ = trained.summary.steps();
    return Success();
  }

  uint64_t steps() const { return steps_; }
  const v1::Ready& ready() const { return client_.ready(); }

 private:
  TrainerEpochs(client::TrainerClient client, const Subject& subject)
      : client_(std::move(client)), weights_(InitialModel(subject.network, 1).values) {
    request_.set_data_key("bench");
    *request_.mutable_network() = client::ToMessage(subject.network);
    request_.set_epochs(1);
    request_.set_batch_size(subject.options.batch_size);
    request_.set_optimizer(subject.options.rule == UpdateRule::kAdam ? v1::OPTIMIZER_ADAM
                                                                     : v1::OPTIMIZER_SGD);
    request_.set_learning_rate(subject.options.learning_rate);
  }

  client::TrainerClient client_;
  v1::Train request_;
  std::vector<float> weights_;
  uint64_t steps_ = 0;
};

// Takes turns, so that a change of the machine's speed meets both.
Result<TrainingBench> Measure(TrainerEpochs& trainer, BareLoop& bare,
                              const TrainingBenchOptions& options) {
  TrainingBench result;
  double best = std::numeric_limits<double>::infinity(), best_bare = best;
  HANSA_TRY(trainer.Epoch());
  bare.Epoch();
  for (double spent = 0; result.epochs < kLeastEpochs || spent < options.seconds;) {
    Result<> trained = Success();
    const double ours = SecondsOf([&] { trained = trainer.Epoch(); });
    HANSA_TRY(std::move(trained));
    const double theirs = SecondsOf([&] { bare.Epoch(); });
    best = std::min(best, ours);
    best_bare = std::min(best_bare, theirs);
    spent += ours + theirs;
    ++result.epochs;
    if (options.progress)
      options.progress(StrCat("measured ", result.epochs, " epochs of each, ",
                              static_cast<int>(spent), " s of ", options.seconds));
  }
  HANSA_CHECK(trainer.steps() == bare.steps());
  result.steps = trainer.steps();
  result.step_seconds = best / static_cast<double>(result.steps);
  result.limit_step_seconds = best_bare / static_cast<double>(result.steps);
  result.ratio = result.step_seconds / result.limit_step_seconds;
  return result;
}

}  // namespace

Result<TrainingBench> RunTrainingBench(const TrainingBenchOptions& options) {
  const Subject subject = HANSA_TRY(SubjectOf(options.model));
  if (options.progress) options.progress("starting the trainer");
  const Rows rows(subject);
  TrainerEpochs trainer = HANSA_TRY(TrainerEpochs::Start(options.trainer, subject, rows));
  BareLoop bare(subject.network, subject.options, rows.x, rows.y);
  TrainingBench result = HANSA_TRY(Measure(trainer, bare, options));
  result.limit_ratio = subject.limit_ratio;
  result.torch = trainer.ready().torch_version();
  result.blas = trainer.ready().blas();
  return result;
}

}  // namespace hansa::bench
