// Hostile TorchScript files in the real trainer: it says what is wrong or dies alone, and reaches
// nothing outside of itself.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "client/trainer/network_message.h"
#include "client/trainer/trainer_client.h"
#include "common/base/bytes.h"
#include "common/base/file_blob.h"
#include "tests/support/script_files.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr seconds kLong{100};
constexpr uint32_t kInputs = 2;

SharedArray Filled(uint64_t rows, uint64_t columns, float value) {
  return SharedArray::Copy(std::vector<float>(rows * columns, value), rows, columns).value();
}

class TrainerScript : public testing::Test {
 protected:
  TrainerScript() : client_(Start()) {}
  static TrainerClient Start() {
    // With the sanitizer, too, a lack of memory is an exception and no end.
    ::setenv("ASAN_OPTIONS", "allocator_may_return_null=1", 0);
    return TrainerClient::Start(HANSA_BIN_DIR "/hansa-trainer", kLong).value();
  }

  static BlobHandle File(const std::string& bytes, const std::filesystem::path& path) {
    std::ofstream(path, std::ios::binary) << bytes;
    return FileBlob::Open(path).value();
  }
  Result<std::vector<ScriptTensor>> Describe(const std::string& file) {
    const BlobHandle blob = File(file, folder_.path() / "described.pt");
    return client_.DescribeScript(crypto::Sha256(AsSpan(file)), blob->fd(), kLong);
  }
  Result<> Load(const NetworkSpec& network, const std::string& file) {
    const BlobHandle blob = File(file, folder_.path() / "loaded.pt");
    return client_.LoadScript(network.script.sha256, blob->fd(), kLong);
  }

  Result<TrainedWeights> Train(const std::string& file, Duration limit = kLong) {
    const auto tensors = HANSA_TRY(Describe(file));
    const NetworkSpec network = test::NetworkOf(file, kInputs, tensors);
    HANSA_TRY(Load(network, file));
    HANSA_TRY(client_.LoadData(
        "data", {Filled(64, kInputs, 1), Filled(64, 1, 2), Filled(8, kInputs, 1), Filled(8, 1, 2)},
        kLong));
    v1::Train train;
    train.set_data_key("data");
    *train.mutable_network() = ToMessage(network);
    train.set_epochs(2);
    train.set_batch_size(32);
    train.set_optimizer(v1::OPTIMIZER_SGD);
    train.set_learning_rate(0.01);
    return client_.Train(train, InitialModel(network, 1).values, limit);
  }
  std::string FaultOf(const std::string& body, Duration limit = kLong) {
    const auto trained = Train(test::ScriptOf(kInputs, "def forward(self, x):\n" + body), limit);
    return trained.ok() ? "trained" : trained.error().Text();
  }

  const hansa::test::TemporaryFolder folder_;
  TrainerClient client_;
};

TEST_F(TrainerScript, AGoodOneTrains) {
  const auto trained = Train(test::ScriptWithBuffers(kInputs));
  ASSERT_TRUE(trained.ok()) << trained.error().Text();
  EXPECT_EQ(trained->summary.steps(), 4u);
}

// What LibTorch prepares for layers at their first use (threads, its knowledge of the processor) is
// there, although the fence keeps a trainer from making it.
TEST_F(TrainerScript, OneOfSeveralLayersTrains) {
  EXPECT_EQ(FaultOf("    c = torch.conv1d(x.unsqueeze(1), self.w.view(1, 1, 2), None, [1], [1])\n"
                    "    p = torch.max_pool1d(torch.relu(c), [2])\n"
                    "    return torch.linear(p.flatten(1), torch.ones([1, 1]))"),
            "trained");
}

TEST_F(TrainerScript, AnEndlessOneIsEndedByItsOwner) {
  EXPECT_THAT(FaultOf("    while bool(x[0][0] < 9):\n        y = x + 1\n    return x", seconds(3)),
              HasSubstr("did not answer within 3 s"));
  EXPECT_EQ(client_.process().state(), TrainerProcess::State::kDead);
}

TEST_F(TrainerScript, OneThatTakesAllMemoryRunsIntoTheBound) {
  EXPECT_THAT(FaultOf("    kept = [x]\n    while True:\n"
                      "        kept.append(torch.empty([1 << 28]))\n    return kept[1]"),
              HasSubstr("memory"));
  EXPECT_EQ(client_.process().state(), TrainerProcess::State::kReady);
}

// torch.save and torch.from_file are in reach of a script; files are not.
TEST_F(TrainerScript, OneThatWritesOrReadsFilesCannot) {
  const std::string path = (folder_.path() / "stolen").string();
  static_cast<void>(FaultOf("    torch.save(self.w, '" + path + "')\n" +
                            "    return torch.matmul(x, self.w).unsqueeze(1)"));  // silently
  EXPECT_FALSE(std::filesystem::exists(path));
  client_ = Start();
  EXPECT_THAT(FaultOf("    y = torch.from_file('/etc/passwd', False, 10)\n"
                      "    return torch.matmul(x, self.w).unsqueeze(1) + y[0]"),
              HasSubstr("training failed"));
}

// What it says of itself could be rows; only which of a few things happened may leave the site.
TEST_F(TrainerScript, WhatItSaysWhenItFailsStaysAtTheSite) {
  const std::string fault =
      FaultOf("    y = float(x[0][0])\n    assert y > 9, str(y) + ' is a secret'\n    return x");
  EXPECT_THAT(fault, HasSubstr("training failed"));
  EXPECT_THAT(fault, Not(HasSubstr("secret")));
  EXPECT_THAT(fault, HasSubstr("the site's log"));
}

TEST_F(TrainerScript, AnswersOfAnotherShapeAreSaidToBeThat) {
  EXPECT_THAT(FaultOf("    return x"), HasSubstr("rows x outputs"));
}

TEST_F(TrainerScript, ItsFileIsComparedBeforeItIsRead) {
  const std::string file = test::ScriptWithBuffers(kInputs);
  const BlobHandle blob = File(file + "more", folder_.path() / "other.pt");
  EXPECT_THAT(client_.LoadScript(crypto::Sha256(AsSpan(file)), blob->fd(), kLong).error().Text(),
              HasSubstr("not the TorchScript file that was named"));
}

TEST_F(TrainerScript, OneTrainerRunsOneFile) {
  ASSERT_TRUE(Train(test::ScriptWithBuffers(kInputs)).ok());
  const std::string other = test::ScriptOf(kInputs, "def forward(self, x):\n    return x");
  EXPECT_THAT(Load(test::NetworkOf(other, kInputs, {}), other).error().Text(),
              HasSubstr("runs another TorchScript file already"));
}

TEST_F(TrainerScript, GarbageIsAnErrorAndTheTrainerGoesOn) {
  EXPECT_FALSE(Describe(std::string(5000, 'x')).ok());
  EXPECT_FALSE(Describe("").ok());
  std::string file = test::ScriptWithBuffers(kInputs);
  for (size_t at = 0; at < file.size(); at += file.size() / 50) {
    std::string damaged = file;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x5a);
    static_cast<void>(Describe(damaged).ok());  // either way
    if (client_.process().state() == TrainerProcess::State::kDead) client_ = Start();
  }
  EXPECT_TRUE(Train(file).ok());
}

TEST_F(TrainerScript, AFileMustBeLoadedBeforeItsNetworkTrains) {
  const std::string file = test::ScriptWithBuffers(kInputs);
  const NetworkSpec network = test::NetworkOf(file, kInputs, Describe(file).value());
  EXPECT_THAT(
      client_.Predict(network, InitialModel(network, 1).values, std::vector<float>{1, 2}, kLong)
          .error()
          .Text(),
      HasSubstr("was not loaded"));
}

}  // namespace
}  // namespace hansa::client
