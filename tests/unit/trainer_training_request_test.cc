#include <gtest/gtest.h>

#include <vector>

#include "client/trainer/message_descriptors.h"
#include "client/trainer/training_request.h"

namespace hansa::client {
namespace {

JobSpec WindJob() {
  JobSpec job;
  job.network = {Architecture::kMlp, 5, {32, 16}, 1, Loss::kHuber};
  job.epochs = 3;
  job.batch_size = 48;
  job.optimizer = OptimizerKind::kAdam;
  job.learning_rate = 1e-3;
  job.momentum = 0.25;
  return job;
}

TEST(TrainingRequest, TrainSaysWhatTheJobSays) {
  const v1::TrainerRequest request = TrainRequest(WindJob(), "key", 1234567890123456789u);
  const v1::Train& train = request.train();
  EXPECT_EQ(train.data_key(), "key");
  EXPECT_EQ(train.epochs(), 3u);
  EXPECT_EQ(train.batch_size(), 48u);
  EXPECT_EQ(train.optimizer(), v1::OPTIMIZER_ADAM);
  EXPECT_EQ(train.learning_rate(), 1e-3);
  EXPECT_EQ(train.momentum(), 0.25);
  EXPECT_EQ(train.shuffle_seed(), 1234567890123456789u);
  EXPECT_EQ(train.network().inputs(), 5u);
  EXPECT_EQ(train.network().hidden_size(), 2);
  EXPECT_EQ(train.network().loss(), v1::LOSS_HUBER);
  EXPECT_EQ(DescriptorsOf(request), 1u);
  JobSpec job = WindJob();
  job.optimizer = OptimizerKind::kSgd;
  EXPECT_EQ(MakeTrain(job, "key", 0).optimizer(), v1::OPTIMIZER_SGD);
}

TEST(TrainingRequest, LoadDataNamesEveryShape) {
  const std::vector<float> values(30, 1.0f);
  auto array = [&](uint64_t rows, uint64_t columns) {
    return SharedArray::Copy(std::span(values).first(rows * columns), rows, columns).value();
  };
  const DataArrays data{array(6, 5), array(6, 1), array(4, 5), array(4, 1)};
  const v1::TrainerRequest request = LoadDataRequest("wind", data);
  EXPECT_EQ(request.load_data().key(), "wind");
  EXPECT_EQ(request.load_data().train_x().rows(), 6u);
  EXPECT_EQ(request.load_data().train_x().columns(), 5u);
  EXPECT_EQ(request.load_data().train_y().columns(), 1u);
  EXPECT_EQ(request.load_data().evaluate_x().rows(), 4u);
  EXPECT_EQ(request.load_data().evaluate_y().rows(), 4u);
  EXPECT_EQ(DescriptorsOf(request), 4u);
}

TEST(TrainingRequest, EvaluateAndPredictNameTheirNetwork) {
  const NetworkSpec network = WindJob().network;
  EXPECT_EQ(EvaluateRequest(network, "wind").evaluate().data_key(), "wind");
  EXPECT_EQ(EvaluateRequest(network, "wind").evaluate().network().outputs(), 1u);
  const SharedArray x = SharedArray::Copy(std::vector<float>(10, 0.0f), 2, 5).value();
  EXPECT_EQ(PredictRequest(network, x).predict().x().rows(), 2u);
  EXPECT_EQ(DescriptorsOf(PredictRequest(network, x)), 2u);
}

}  // namespace
}  // namespace hansa::client
