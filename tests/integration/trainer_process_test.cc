#include "client/trainer/trainer_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>

#include "client/trainer/trainer_client.h"

namespace hansa::client {
namespace {

std::vector<float> ValuesOf(const BlobHandle& blob) {
  std::vector<float> values(blob->size() / sizeof(float));
  EXPECT_TRUE(
      blob->ReadAt(0, {reinterpret_cast<uint8_t*>(values.data()), values.size() * sizeof(float)})
          .ok());
  return values;
}

using State = TrainerProcess::State;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StrEq;

constexpr seconds kLong{60};  // never reached unless something is wrong

std::unique_ptr<TrainerProcess> StartOdd(const char* fault) {
  ::setenv("HANSA_ODD_CHILD", fault, 1);
  Result<std::unique_ptr<TrainerProcess>> process = TrainerProcess::Start(ODD_CHILD);
  EXPECT_TRUE(process.ok()) << process.error().Text();
  return std::move(*process);
}

// The next message; empty when the process has ended.
std::optional<TrainerMessage> Next(TrainerProcess& process) {
  const auto until = std::chrono::steady_clock::now() + kLong;
  while (std::chrono::steady_clock::now() < until) {
    if (std::optional<TrainerMessage> message = process.Receive()) return message;
    if (process.state() == State::kDead) return std::nullopt;
    pollfd waiting{process.fd(), POLLIN, 0};
    ::poll(&waiting, 1, 1000);
  }
  ADD_FAILURE() << "nothing came";
  return std::nullopt;
}

v1::TrainerRequest Train() {
  v1::TrainerRequest request;
  request.mutable_train()->set_data_key("key");
  return request;
}

// Ready, then one request for training on three weights.
std::unique_ptr<TrainerProcess> StartAndAsk(const char* fault) {
  std::unique_ptr<TrainerProcess> process = StartOdd(fault);
  EXPECT_EQ(process->state(), State::kStarting);
  EXPECT_TRUE(Next(*process).value().reply.has_ready());
  EXPECT_EQ(process->state(), State::kReady);
  const SharedArray weights = SharedArray::Copy(std::vector<float>{1, 2, 3}).value();
  EXPECT_TRUE(process->Send(Train(), {weights}).ok());
  EXPECT_EQ(process->state(), State::kBusy);
  return process;
}

// How a process that answers this way is seen to have ended.
std::string EndOf(TrainerProcess& process) {
  while (Next(process).has_value()) {
  }
  EXPECT_EQ(process.state(), State::kDead);
  EXPECT_EQ(process.fd(), -1);
  EXPECT_EQ(::kill(process.pid(), 0), -1) << "it was not reaped";
  return process.exit_description();
}

TEST(TrainerProcess, AnswersOneRequestAfterAnother) {
  std::unique_ptr<TrainerProcess> process = StartAndAsk("none");
  std::optional<TrainerMessage> answer = Next(*process);
  ASSERT_TRUE(answer.has_value());
  EXPECT_THAT(ValuesOf(answer->values), ElementsAre(1, 2, 3));
  EXPECT_EQ(process->state(), State::kReady);
  const SharedArray weights = SharedArray::Copy(std::vector<float>{9}).value();
  const uint64_t id = process->Send(Train(), {weights}).value();
  answer = Next(*process);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->reply.id(), id);
  EXPECT_THAT(ValuesOf(answer->values), ElementsAre(9));
}

TEST(TrainerProcess, ReceiveNeverWaits) {
  std::unique_ptr<TrainerProcess> process = StartOdd("silent");
  EXPECT_FALSE(process->Receive().has_value());
  EXPECT_EQ(process->state(), State::kStarting);
}

TEST(TrainerProcess, TakesOneRequestAtATime) {
  std::unique_ptr<TrainerProcess> process = StartAndAsk("hang");
  const SharedArray weights = SharedArray::Copy(std::vector<float>{1}).value();
  const Result<uint64_t> second = process->Send(Train(), {weights});
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(second.error().Text(), HasSubstr("has not answered the last one"));
  EXPECT_EQ(process->state(), State::kBusy);
}

TEST(TrainerProcess, ProgressAndPiecesAreJoined) {
  std::unique_ptr<TrainerProcess> process = StartAndAsk("progress_then_bytewise");
  EXPECT_EQ(Next(*process).value().reply.progress().step(), 7u);
  EXPECT_EQ(process->state(), State::kBusy);
  EXPECT_EQ(Next(*process).value().reply.progress().step(), 8u);
  EXPECT_THAT(ValuesOf(Next(*process).value().values), ElementsAre(1, 2, 3));
}

TEST(TrainerProcess, AnErrorIsAnAnswer) {
  std::unique_ptr<TrainerProcess> process = StartAndAsk("error");
  EXPECT_THAT(Next(*process).value().reply.error(), HasSubstr("wrong with the data"));
  EXPECT_EQ(process->state(), State::kReady);
}

TEST(TrainerProcess, ItsEndIsTold) {
  EXPECT_THAT(EndOf(*StartOdd("exit")), StrEq("exited with code 3"));
  EXPECT_THAT(EndOf(*StartOdd("abort")), StrEq("killed by signal 6 (Aborted)"));
  EXPECT_THAT(EndOf(*StartOdd("half_frame")), StrEq("exited with code 4"));
  EXPECT_THAT(EndOf(*StartAndAsk("die_busy")), StrEq("exited with code 5"));
  EXPECT_THAT(EndOf(*StartOdd("close")), StrEq("closed its channel without ending"));
}

TEST(TrainerProcess, KilledByOthers) {
  std::unique_ptr<TrainerProcess> process = StartAndAsk("hang");
  ASSERT_EQ(::kill(process->pid(), SIGKILL), 0);
  EXPECT_THAT(EndOf(*process), StrEq("killed by signal 9, perhaps out of memory"));
  const SharedArray weights = SharedArray::Copy(std::vector<float>{1}).value();
  EXPECT_THAT(process->Send(Train(), {weights}).error().Text(), HasSubstr("killed by signal 9"));
}

TEST(TrainerProcess, KilledWhileIdleIsNoticedWhenAsked) {
  std::unique_ptr<TrainerProcess> process = StartOdd("none");
  ASSERT_TRUE(Next(*process).has_value());
  ASSERT_EQ(::kill(process->pid(), SIGKILL), 0);
  siginfo_t ended{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(process->pid()), &ended, WEXITED | WNOWAIT), 0);
  const SharedArray weights = SharedArray::Copy(std::vector<float>{1}).value();
  EXPECT_THAT(process->Send(Train(), {weights}).error().Text(), HasSubstr("killed by signal 9"));
  EXPECT_EQ(process->state(), State::kDead);
}

TEST(TrainerProcess, KilledByItsOwner) {
  std::unique_ptr<TrainerProcess> process = StartAndAsk("hang");
  process->Kill("no answer within 5 s");
  EXPECT_EQ(process->state(), State::kDead);
  EXPECT_THAT(process->exit_description(), StrEq("no answer within 5 s"));
  EXPECT_FALSE(process->Receive().has_value());
}

TEST(TrainerProcess, GoesWithItsOwner) {
  pid_t pid = -1;
  {
    std::unique_ptr<TrainerProcess> process = StartAndAsk("hang");
    pid = process->pid();
    EXPECT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST(TrainerProcess, BrokenProtocolEndsIt) {
  EXPECT_THAT(EndOf(*StartOdd("huge_frame")), HasSubstr("2147483647 bytes"));
  EXPECT_THAT(EndOf(*StartOdd("garbage")), HasSubstr("no reply"));
  EXPECT_THAT(EndOf(*StartOdd("answer_unasked")), HasSubstr("without a request"));
  EXPECT_THAT(EndOf(*StartAndAsk("other_id")), HasSubstr("another request"));
  EXPECT_THAT(EndOf(*StartAndAsk("other_kind")), HasSubstr("wrong kind"));
  EXPECT_THAT(EndOf(*StartAndAsk("no_values")), HasSubstr("wrong number of arrays"));
  EXPECT_THAT(EndOf(*StartAndAsk("surplus_values")), HasSubstr("wrong number of arrays"));
  EXPECT_THAT(EndOf(*StartAndAsk("short_values")), HasSubstr("wrong size"));
  EXPECT_THAT(EndOf(*StartAndAsk("unsealed_values")), HasSubstr("not a sealed memory file"));
  EXPECT_THAT(EndOf(*StartAndAsk("many_descriptors")), HasSubstr("descriptors"));
  EXPECT_THAT(EndOf(*StartAndAsk("answer_twice")), HasSubstr("without a request"));
}

TEST(TrainerProcess, AProgramThatIsNotThere) {
  const Result<std::unique_ptr<TrainerProcess>> process = TrainerProcess::Start("/no/such/trainer");
  ASSERT_FALSE(process.ok());
  EXPECT_THAT(process.error().Text(), HasSubstr("/no/such/trainer: No such file"));
}

TEST(TrainerClient, ATrainerThatNeverGetsReadyIsEnded) {
  ::setenv("HANSA_ODD_CHILD", "silent", 1);
  const Result<TrainerClient> client = TrainerClient::Start(ODD_CHILD, milliseconds(50));
  ASSERT_FALSE(client.ok());
  EXPECT_THAT(client.error().Text(), HasSubstr("did not become ready within 0.05 s"));
}

TEST(TrainerClient, AHangingAnswerIsEnded) {
  ::setenv("HANSA_ODD_CHILD", "hang", 1);
  TrainerClient client = TrainerClient::Start(ODD_CHILD, kLong).value();
  const Result<TrainedWeights> trained =
      client.Train({}, std::vector<float>{1, 2}, milliseconds(50));
  ASSERT_FALSE(trained.ok());
  EXPECT_THAT(trained.error().Text(), HasSubstr("did not answer within 0.05 s"));
  EXPECT_EQ(client.process().state(), State::kDead);
}

}  // namespace
}  // namespace hansa::client
