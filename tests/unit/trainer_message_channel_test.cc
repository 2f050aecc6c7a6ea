#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <string>

#include "client/trainer/message_channel.h"
#include "common/base/limits.h"

namespace hansa::client {
namespace {

using Filled = MessageChannel::Filled;
using Waiting = MessageChannel::Waiting;

struct Pair {
  Pair() {
    std::array<int, 2> fds{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()), 0);
    a = UniqueFd(fds[0]);
    b = UniqueFd(fds[1]);
  }
  UniqueFd a, b;
};

bool SameFile(int a, int b) {
  struct stat x {
  }, y{};
  EXPECT_EQ(::fstat(a, &x), 0);
  EXPECT_EQ(::fstat(b, &y), 0);
  return x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

TEST(MessageChannel, FramesArriveWholeAndInOrder) {
  Pair pair;
  MessageChannel sender(std::move(pair.a), Waiting::kBlock);
  MessageChannel receiver(std::move(pair.b), Waiting::kNever);
  ASSERT_TRUE(sender.Send("first", {}).ok());
  ASSERT_TRUE(sender.Send("", {}).ok());
  ASSERT_TRUE(sender.Send(std::string(30000, 'x'), {}).ok());
  std::vector<std::string> frames;
  while (receiver.Fill().value() == Filled::kBytes)
    while (std::optional<std::string> frame = receiver.Next().value()) frames.push_back(*frame);
  EXPECT_THAT(frames, testing::ElementsAre("first", "", std::string(30000, 'x')));
}

TEST(MessageChannel, AFrameInPiecesIsBuffered) {
  Pair pair;
  MessageChannel receiver(std::move(pair.b), Waiting::kNever);
  const std::string wire = std::string("\x03\x00\x00\x00", 4) + "abc";
  for (size_t i = 0; i < wire.size(); ++i) {
    EXPECT_EQ(receiver.Next().value(), std::nullopt);
    EXPECT_EQ(receiver.Fill().value(), Filled::kNothing);
    ASSERT_EQ(::write(pair.a.get(), &wire[i], 1), 1);
    EXPECT_EQ(receiver.Fill().value(), Filled::kBytes);
  }
  EXPECT_EQ(receiver.Next().value(), "abc");
}

TEST(MessageChannel, DescriptorsArriveInOrder) {
  Pair pair, other, third;
  MessageChannel sender(std::move(pair.a), Waiting::kBlock);
  MessageChannel receiver(std::move(pair.b), Waiting::kNever);
  const std::array<int, 2> sent{other.a.get(), third.a.get()};
  ASSERT_TRUE(sender.Send("two", sent).ok());
  ASSERT_EQ(receiver.Fill().value(), Filled::kBytes);
  EXPECT_EQ(receiver.Next().value(), "two");
  ASSERT_EQ(receiver.descriptors(), 2u);
  EXPECT_TRUE(SameFile(receiver.TakeDescriptor().get(), other.a.get()));
  EXPECT_TRUE(SameFile(receiver.TakeDescriptor().get(), third.a.get()));
}

TEST(MessageChannel, ALengthOutOfBoundsIsRefusedBeforeItIsBelieved) {
  Pair pair;
  MessageChannel receiver(std::move(pair.b), Waiting::kNever);
  const uint32_t length = limits::kTrainerMessageBytes + 1;
  ASSERT_EQ(::write(pair.a.get(), &length, 4), 4);
  ASSERT_EQ(receiver.Fill().value(), Filled::kBytes);
  Result<std::optional<std::string>> frame = receiver.Next();
  ASSERT_FALSE(frame.ok());
  EXPECT_THAT(frame.error().Text(), testing::HasSubstr("65537 bytes"));
}

TEST(MessageChannel, MoreDescriptorsThanAllowedEndTheChannel) {
  Pair pair;
  MessageChannel sender(std::move(pair.a), Waiting::kBlock);
  MessageChannel receiver(std::move(pair.b), Waiting::kNever);
  const std::vector<int> many(limits::kTrainerDescriptors, STDERR_FILENO);
  ASSERT_TRUE(sender.Send("a", many).ok());
  ASSERT_TRUE(sender.Send("b", many).ok());
  ASSERT_TRUE(receiver.Fill().ok());
  EXPECT_FALSE(receiver.Fill().ok());
}

TEST(MessageChannel, TellsThatThePeerClosed) {
  Pair pair;
  MessageChannel receiver(std::move(pair.b), Waiting::kNever);
  pair.a.Reset();
  EXPECT_EQ(receiver.Fill().value(), Filled::kClosed);
  EXPECT_FALSE(receiver.Send("to nobody", {}).ok());
}

TEST(MessageChannel, NeverWaitsWhenToldSo) {
  Pair pair;
  MessageChannel sender(std::move(pair.a), Waiting::kNever);
  const std::string frame(limits::kTrainerMessageBytes, 'x');
  bool full = false;
  for (int i = 0; i < 1000 && !full; ++i) full = !sender.Send(frame, {}).ok();
  EXPECT_TRUE(full);
}

}  // namespace
}  // namespace hansa::client
