// What the real trainer answers to requests that it cannot serve: an error text, and then the next
// request as if nothing had been.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "client/trainer/child.h"
#include "client/trainer/message_channel.h"
#include "client/trainer/network_message.h"
#include "client/trainer/trainer_client.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;

constexpr seconds kLong{100};
const NetworkSpec kNetwork{Architecture::kMlp, 2, {4}, 1, Loss::kMse};

std::filesystem::path Program() { return HANSA_BIN_DIR "/hansa-trainer"; }

SharedArray Filled(uint64_t rows, uint64_t columns, float value) {
  const std::vector<float> values(rows * columns, value);
  return SharedArray::Copy(values, rows, columns).value();
}

DataArrays Data(float x = 1, float y = 2) {
  return {Filled(64, 2, x), Filled(64, 1, y), Filled(8, 2, x), Filled(8, 1, y)};
}

v1::Train TrainRequest() {
  v1::Train train;
  train.set_data_key("data");
  *train.mutable_network() = ToMessage(kNetwork);
  train.set_epochs(1);
  train.set_batch_size(32);
  train.set_optimizer(v1::OPTIMIZER_SGD);
  train.set_learning_rate(0.01);
  return train;
}

class TrainerRequests : public testing::Test {
 protected:
  TrainerRequests() : client_(TrainerClient::Start(Program(), kLong).value()) {
    EXPECT_TRUE(client_.LoadData("data", Data(), kLong).ok());
  }
  // After each case the same process still works.
  ~TrainerRequests() override { EXPECT_TRUE(client_.Train(TrainRequest(), weights_, kLong).ok()); }

  std::string TrainFault(const std::function<void(v1::Train&)>& change) {
    v1::Train train = TrainRequest();
    change(train);
    return client_.Train(train, weights_, kLong).error().Text();
  }
  std::string LoadFault(const DataArrays& data) {
    return client_.LoadData("other", data, kLong).error().Text();
  }

  TrainerClient client_;
  std::vector<float> weights_ = InitialModel(kNetwork, 1).values;
};

TEST_F(TrainerRequests, FieldsOutOfBounds) {
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.set_data_key("none"); }), HasSubstr("no data set"));
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.set_epochs(0); }), HasSubstr("epochs"));
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.set_batch_size(1u << 31); }),
              HasSubstr("batch_size"));
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.set_learning_rate(-1); }),
              HasSubstr("learning_rate"));
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.set_optimizer(v1::OPTIMIZER_UNSPECIFIED); }),
              HasSubstr("optimizer"));
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.clear_network(); }), HasSubstr("unknown kind"));
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.mutable_network()->set_hidden(0, 5); }),
              HasSubstr("weights do not fit"));
  EXPECT_THAT(TrainFault([](v1::Train& t) {
                t.mutable_network()->set_hidden(0, 1);
                t.mutable_network()->set_inputs(14);
              }),
              HasSubstr("do not fit the network"));
}

TEST_F(TrainerRequests, DataThatIsNotFinite) {
  EXPECT_THAT(LoadFault(Data(NAN)), HasSubstr("train_x is not finite: nan in row 0, column 0"));
  EXPECT_THAT(LoadFault(Data(1, INFINITY)), HasSubstr("train_y is not finite"));
}

TEST_F(TrainerRequests, ShapesThatDoNotFit) {
  DataArrays data = Data();
  data.train_y = Filled(63, 1, 0);
  ASSERT_TRUE(client_.LoadData("odd", data, kLong).ok());
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.set_data_key("odd"); }),
              HasSubstr("64 of inputs, 63 of targets"));
  data = Data();
  data.train_x = Filled(0, 2, 0);
  data.train_y = Filled(0, 1, 0);
  ASSERT_TRUE(client_.LoadData("odd", data, kLong).ok());
  EXPECT_THAT(TrainFault([](v1::Train& t) { t.set_data_key("odd"); }),
              HasSubstr("no training rows"));
}

TEST_F(TrainerRequests, WeightsThatAreNotFinite) {
  std::vector<float> weights = weights_;
  weights[3] = NAN;
  EXPECT_THAT(client_.Train(TrainRequest(), weights, kLong).error().Text(),
              HasSubstr("the weights is not finite"));
  EXPECT_THAT(client_.Evaluate("data", kNetwork, weights, kLong).error().Text(),
              HasSubstr("the weights is not finite"));
}

TEST_F(TrainerRequests, Divergence) {
  ASSERT_TRUE(client_.LoadData("steep", Data(1e15f, -1e15f), kLong).ok());
  EXPECT_THAT(TrainFault([](v1::Train& t) {
                t.set_data_key("steep");
                t.set_learning_rate(1e20);
                t.set_epochs(10);
              }),
              testing::AllOf(HasSubstr("training diverged"), HasSubstr("smaller learning_rate")));
}

TEST_F(TrainerRequests, TooManyDataSets) {
  std::string fault;
  for (int i = 0; i < 100 && fault.empty(); ++i)
    if (Result<> loaded = client_.LoadData(std::to_string(i), Data(), kLong); !loaded.ok())
      fault = loaded.error().Text();
  EXPECT_THAT(fault, HasSubstr("too many data sets"));
}

// Below the supervisor, which sends nothing malformed itself.
class RawTrainer : public testing::Test {
 protected:
  RawTrainer()
      : child_(StartChild(Program()).value()),
        channel_(std::move(child_.socket), MessageChannel::Waiting::kBlock) {
    EXPECT_TRUE(Read().has_ready());
  }
  ~RawTrainer() override {
    channel_ = MessageChannel(UniqueFd(), MessageChannel::Waiting::kBlock);
    const std::optional<int> status = ReapChild(child_.pid, kLong);
    EXPECT_EQ(status.has_value() ? DescribeExit(*status) : "still there", expected_end_);
  }

  v1::TrainerReply Read() {
    v1::TrainerReply reply;
    while (true) {
      if (std::optional<std::string> frame = channel_.Next().value()) {
        EXPECT_TRUE(reply.ParseFromString(*frame));
        return reply;
      }
      if (channel_.Fill().value() == MessageChannel::Filled::kClosed) return reply;
    }
  }
  std::string FaultOf(const std::string& body, std::span<const int> descriptors) {
    EXPECT_TRUE(channel_.Send(body, descriptors).ok());
    return Read().error();
  }

  Child child_;
  MessageChannel channel_;
  std::string expected_end_ = "exited with code 0";
};

TEST_F(RawTrainer, MalformedFrames) {
  EXPECT_THAT(FaultOf("\xff\xff no message", {}), HasSubstr("no request"));
  v1::TrainerRequest request;
  request.set_id(5);
  EXPECT_THAT(FaultOf(request.SerializeAsString(), {}), HasSubstr("no known kind"));
  *request.mutable_train() = TrainRequest();
  EXPECT_THAT(FaultOf(request.SerializeAsString(), {}), HasSubstr("wrong number of arrays"));
  const SharedArray array = Filled(1, 17, 0);
  const std::vector<int> three(3, array.fd());
  EXPECT_THAT(FaultOf(request.SerializeAsString(), three), HasSubstr("3, not 1"));
  const std::vector<int> one{STDERR_FILENO};
  EXPECT_THAT(FaultOf(request.SerializeAsString(), one), HasSubstr("no data set"));
}

TEST_F(RawTrainer, ShapesThatOverflow) {
  v1::TrainerRequest request;
  v1::LoadData& load = *request.mutable_load_data();
  load.set_key("huge");
  load.mutable_train_x()->set_rows(uint64_t{1} << 62);
  load.mutable_train_x()->set_columns(4);
  const SharedArray array = Filled(1, 1, 0);
  const std::vector<int> four(4, array.fd());
  EXPECT_THAT(FaultOf(request.SerializeAsString(), four), HasSubstr("too large"));
  load.mutable_train_x()->set_rows(2);
  load.mutable_train_x()->set_columns(1);
  EXPECT_THAT(FaultOf(request.SerializeAsString(), four), HasSubstr("wrong size"));
}

TEST_F(RawTrainer, AFrameOutOfBoundsEndsTheTrainer) {
  const uint32_t length = 0x7fffffff;
  ASSERT_EQ(::write(channel_.fd(), &length, sizeof(length)), 4);
  EXPECT_FALSE(Read().has_ready());
  expected_end_ = "exited with code 3";
}

}  // namespace
}  // namespace hansa::client
